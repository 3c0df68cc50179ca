// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.find.Change;
import dev.turnout.recipes.find.Composed;
import dev.turnout.recipes.find.MethodInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.SourceFile;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.tree.J;

/** The trees of all new methods of a run. Starting a parser takes longer than all it has to read here, so one does. */
final class Methods {
    private final Map<UUID, List<J.MethodDeclaration>> byDeclaration = new HashMap<>();

    private final Function<String, SourceFile> parser;

    private Methods(Function<String, SourceFile> parser) {
        this.parser = parser;
    }

    /** A parser of its own, which sees the JDK alone. */
    static SourceFile parse(String source) {
        return JavaParser.fromJavaVersion()
                .logCompilationWarningsAndErrors(false)
                .build()
                .parse(new InMemoryExecutionContext(failure -> {}), source)
                .findFirst()
                .orElseThrow();
    }

    /** Parses what is written for these changes. */
    static Methods of(Collection<Change> changes, Function<String, SourceFile> parser) {
        Methods methods = new Methods(parser);
        Map<UUID, List<String>> sources = new LinkedHashMap<>();
        for (Change change : changes) {
            String indent = indentOf(change.method().declaration());
            String lineBreak = LineBreaks.of(change.method().unit());
            List<String> texts = new ArrayList<>(change.composed().methods());
            if (change.kind() == Change.Kind.FACADE) {
                texts.add(facade(change.method()));
            }
            sources.put(
                    change.method().declaration().getId(),
                    texts.stream().map(text -> scaled(text, indent, lineBreak)).toList());
        }
        methods.parse(sources);
        return methods;
    }

    /** The twin and its steps; behind them the facade, if the change has one. */
    List<J.MethodDeclaration> of(Change change) {
        return byDeclaration.get(change.method().declaration().getId());
    }

    private void parse(Map<UUID, List<String>> texts) {
        StringBuilder source = new StringBuilder();
        int holders = 0;
        for (List<String> list : texts.values()) {
            for (String text : list) {
                String kind = text.stripLeading().startsWith("default ") ? "interface" : "class";
                source.append(kind + " Holder" + holders++ + " {\n" + text + "\n}\n");
            }
        }
        if (holders == 0) {
            return;
        }
        List<J.MethodDeclaration> parsed = parsed(source.toString());
        int next = 0;
        for (Map.Entry<UUID, List<String>> entry : texts.entrySet()) {
            int end = next + entry.getValue().size();
            byDeclaration.put(entry.getKey(), parsed.subList(next, end));
            next = end;
        }
    }

    /** The first methods of all classes. */
    private List<J.MethodDeclaration> parsed(String source) {
        if (!(parser.apply(source) instanceof J.CompilationUnit unit)) {
            throw new IllegalStateException("not Java: " + source);
        }
        return unit.getClasses().stream()
                .map(type ->
                        (J.MethodDeclaration) type.getBody().getStatements().get(0))
                .toList();
    }

    private static String facade(MethodInfo info) {
        String names = info.parameters().stream()
                .map(parameter -> parameter.getVariables().get(0).getSimpleName())
                .collect(Collectors.joining(", "));
        String call = "Facade.await(() -> " + info.name() + "Async(" + names + "));";
        return "void facade() {\n    " + (info.isVoid() ? "" : "return ") + call + "\n}";
    }

    /** What stands before a member in its line, for a member that begins a line. */
    static String indentOf(J tree) {
        String whitespace = tree.getPrefix().getComments().isEmpty()
                ? tree.getPrefix().getWhitespace()
                : tree.getPrefix()
                        .getComments()
                        .get(tree.getPrefix().getComments().size() - 1)
                        .getSuffix();
        return whitespace.contains("\n") ? whitespace.substring(whitespace.lastIndexOf('\n') + 1) : "    ";
    }

    private static String scaled(String text, String indent, String lineBreak) {
        String unit = indent.contains("\t") ? "\t" : indent.isEmpty() ? "    " : indent;
        return text.lines()
                .map(line -> {
                    String bare = line.stripLeading();
                    int columns = line.length() - bare.length();
                    String lead = unit.length() == 4 && !unit.contains("\t")
                            ? " ".repeat(columns)
                            : unit.repeat(columns / 4) + " ".repeat(columns % 4);
                    return bare.isEmpty() ? "" : indent + lead + bare;
                })
                .collect(Collectors.joining(lineBreak))
                .replace(String.valueOf(Composed.LINE_BREAK), lineBreak);
    }
}
