// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import dev.turnout.recipes.ObservedTwins;
import dev.turnout.recipes.find.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Parser;
import org.openrewrite.SourceFile;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;

/** Runs the recipe on many classes at once. */
final class Rewrite {
    /**
     * What came of a class.
     *
     * @param text its source now
     * @param verdict what the recipe says about its task, or null if it failed
     * @param failure of the recipe itself, or null
     */
    record Rewritten(String text, Verdict verdict, String failure) {}

    private final List<Path> classPath;

    Rewrite(List<Path> classPath) {
        this.classPath = classPath;
    }

    /** The classes after the recipe, by their names. If it fails, the class at which it does is looked for. */
    Map<String, Rewritten> of(Map<String, String> sources) {
        try {
            return together(sources);
        } catch (AssertionError | RuntimeException failure) {
            if (sources.size() == 1) {
                Map.Entry<String, String> only = sources.entrySet().iterator().next();
                return Map.of(only.getKey(), new Rewritten(only.getValue(), null, told(failure)));
            }
            Map<String, Rewritten> parts = new HashMap<>();
            Map<String, String> first = new LinkedHashMap<>();
            Map<String, String> second = new LinkedHashMap<>();
            sources.forEach((name, text) -> (first.size() < sources.size() / 2 ? first : second).put(name, text));
            parts.putAll(of(first));
            parts.putAll(of(second));
            return parts;
        }
    }

    private static String told(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        StackTraceElement[] stack = deepest.getStackTrace();
        return "the recipe fails: " + deepest + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    private Map<String, Rewritten> together(Map<String, String> sources) {
        ExecutionContext ctx = new InMemoryExecutionContext(failure -> {
            throw new AssertionError(failure);
        });
        List<Parser.Input> inputs = new ArrayList<>();
        sources.forEach((name, text) -> inputs.add(Parser.Input.fromString(path(name), text)));
        List<SourceFile> files = JavaParser.fromJavaVersion()
                .classpath(classPath)
                .build()
                .parseInputs(inputs, null, ctx)
                .toList();
        ObservedTwins recipe = new ObservedTwins();
        Map<Path, String> changed = new HashMap<>();
        recipe.run(new InMemoryLargeSourceSet(files), ctx, 1, 1)
                .getChangeset()
                .getAllResults()
                .forEach(result -> changed.put(
                        result.getAfter().getSourcePath(), result.getAfter().printAll()));
        Map<String, Verdict> verdicts = new HashMap<>();
        for (Verdict verdict : recipe.verdicts()) {
            verdicts.put(verdict.address().substring(0, verdict.address().indexOf('#')), verdict);
        }
        Map<String, Rewritten> after = new HashMap<>();
        sources.forEach((name, text) ->
                after.put(name, new Rewritten(changed.getOrDefault(path(name), text), verdicts.get(name), null)));
        return after;
    }

    private static Path path(String name) {
        return Path.of("src/main/java/" + name.replace('.', '/') + ".java");
    }
}
