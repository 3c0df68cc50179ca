// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Modules;
import dev.turnout.recipes.find.Project;
import dev.turnout.recipes.find.RuntimeTypes;
import dev.turnout.recipes.find.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.ScanningRecipe;
import org.openrewrite.SourceFile;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.properties.PropertiesParser;

/** Lists the tasks that keep their blocking body in {@code META-INF/turnout/tasks.properties}. */
public class RegisterTasks extends ScanningRecipe<RegisterTasks.Seen> {
    private static final String HEADER = """
            # Tasks of the async pool, by their address on the wire. Written by Turnout's recipes; yours to edit.
            """;

    /** The project, and the catalogs that it has already. */
    public static final class Seen {
        private final Project project = new Project();
        private final Set<String> catalogs = new HashSet<>();
    }

    @Override
    public String getDisplayName() {
        return "Register tasks for the blocking lane";
    }

    @Override
    public String getDescription() {
        return "Adds a line for each task that keeps its blocking body to `META-INF/turnout/tasks.properties`, so that"
                + " async workers can run it in a lane. Lines that are there already stay as they are.";
    }

    @Override
    public Seen getInitialValue(ExecutionContext ctx) {
        return new Seen();
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getScanner(Seen seen) {
        TreeVisitor<Tree, ExecutionContext> sources = Scan.into(seen.project);
        return new TreeVisitor<Tree, ExecutionContext>() {
            @Override
            public @Nullable Tree visit(@Nullable Tree tree, ExecutionContext ctx) {
                if (tree instanceof SourceFile file && isCatalog(file)) {
                    seen.catalogs.add(pathOf(file));
                }
                return sources.visit(tree, ctx);
            }
        };
    }

    @Override
    public Collection<SourceFile> generate(Seen seen, ExecutionContext ctx) {
        List<SourceFile> files = new ArrayList<>();
        linesByCatalog(seen).forEach((path, lines) -> {
            if (!seen.catalogs.contains(path)) {
                files.add(parse(Path.of(path), HEADER + String.join("\n", lines) + "\n"));
            }
        });
        return files;
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor(Seen seen) {
        return new TreeVisitor<Tree, ExecutionContext>() {
            @Override
            public @Nullable Tree visit(@Nullable Tree tree, ExecutionContext ctx) {
                return tree instanceof SourceFile file && isCatalog(file)
                        ? updated(file, linesByCatalog(seen).getOrDefault(pathOf(file), new TreeSet<>()))
                        : tree;
            }
        };
    }

    private static SourceFile updated(SourceFile file, Set<String> lines) {
        String text = file.printAll();
        Set<String> listed = text.lines()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .map(RegisterTasks::addressIn)
                .collect(Collectors.toSet());
        List<String> missing =
                lines.stream().filter(line -> !listed.contains(addressIn(line))).toList();
        if (missing.isEmpty()) {
            return file;
        }
        String comments = text.lines()
                .takeWhile(line -> line.startsWith("#") || line.isBlank())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        String body = Stream.concat(text.lines().skip(comments.lines().count()), missing.stream())
                .collect(Collectors.joining("\n"));
        boolean plain = body.lines().noneMatch(line -> line.isBlank() || line.startsWith("#"));
        String sorted = plain ? body.lines().sorted().collect(Collectors.joining("\n")) : body;
        SourceFile parsed = parse(file.getSourcePath(), comments + sorted + (text.endsWith("\n") ? "\n" : ""));
        return parsed.<SourceFile>withId(file.getId()).withMarkers(file.getMarkers());
    }

    private static String addressIn(String line) {
        return line.substring(0, line.indexOf('=')).strip();
    }

    private static Map<String, TreeSet<String>> linesByCatalog(Seen seen) {
        Map<String, TreeSet<String>> catalogs = new TreeMap<>();
        for (Verdict verdict : seen.project.plan(new Composer()).verdicts()) {
            if (verdict.kind() != Verdict.Kind.COMPOSE) {
                String module = Modules.of(verdict.method().unit().getSourcePath());
                catalogs.computeIfAbsent(
                                module + "src/main/resources/" + RuntimeTypes.TASK_CATALOG, key -> new TreeSet<>())
                        .add(verdict.address() + " = blocking");
            }
        }
        return catalogs;
    }

    private static boolean isCatalog(SourceFile file) {
        return pathOf(file).endsWith("src/main/resources/" + RuntimeTypes.TASK_CATALOG);
    }

    private static String pathOf(SourceFile file) {
        return file.getSourcePath().toString().replace('\\', '/');
    }

    private static SourceFile parse(Path path, String text) {
        SourceFile parsed = new PropertiesParser().parse(text).findFirst().orElseThrow();
        return parsed.withSourcePath(path);
    }
}
