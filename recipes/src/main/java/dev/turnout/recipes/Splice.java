// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.find.Change;
import dev.turnout.recipes.find.Composed;
import dev.turnout.recipes.find.MethodInfo;
import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/** Puts new methods into a class: their text is parsed by itself and its trees are set beside the old ones. */
final class Splice extends JavaIsoVisitor<ExecutionContext> {
    private static final String DOC = "/** Facade for legacy workers; goes with FinishCutover. */";

    private final Map<UUID, Change> changes;
    private final TreeSet<String> imports = new TreeSet<>();

    private Splice(Map<UUID, Change> changes) {
        this.changes = changes;
    }

    static J.CompilationUnit into(J.CompilationUnit unit, Map<UUID, Change> changes, ExecutionContext ctx) {
        Splice splice = new Splice(changes);
        J.CompilationUnit changed = (J.CompilationUnit) splice.visitNonNull(unit, ctx);
        return changed == unit ? unit : Imports.adjust(changed, splice.imports);
    }

    @Override
    public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, ExecutionContext ctx) {
        J.ClassDeclaration visited = super.visitClassDeclaration(declaration, ctx);
        boolean concerned =
                visited.getBody().getStatements().stream().anyMatch(member -> changes.containsKey(member.getId()));
        if (!concerned) {
            return visited;
        }
        List<Statement> members = new ArrayList<>();
        for (Statement member : visited.getBody().getStatements()) {
            Change change = changes.get(member.getId());
            if (change == null || !(member instanceof J.MethodDeclaration method)) {
                members.add(member);
            } else {
                members.addAll(replacement(method, change));
            }
        }
        return visited.withBody(visited.getBody().withStatements(members));
    }

    private List<Statement> replacement(J.MethodDeclaration method, Change change) {
        Composed composed = change.composed();
        imports.addAll(composed.imports());
        String indent = indentOf(method);
        List<Statement> methods = new ArrayList<>();
        if (change.kind() == Change.Kind.FACADE) {
            imports.add(RuntimeTypes.FACADE);
            methods.add(facade(method, change.method(), indent));
        } else if (change.kind() != Change.Kind.INSTEAD) {
            methods.add(method);
        }
        for (String text : composed.methods()) {
            boolean first = methods.isEmpty();
            J.MethodDeclaration parsed = parse(text, indent);
            methods.add(first ? parsed.withPrefix(method.getPrefix()) : parsed.withPrefix(blankLine(indent)));
        }
        return methods;
    }

    private J.MethodDeclaration facade(J.MethodDeclaration method, MethodInfo info, String indent) {
        String names = info.parameters().stream()
                .map(parameter -> parameter.getVariables().get(0).getSimpleName())
                .collect(Collectors.joining(", "));
        String call = "Facade.await(() -> " + info.name() + "Async(" + names + "));";
        String text = "void facade() {\n    " + (info.isVoid() ? "" : "return ") + call + "\n}";
        J.MethodDeclaration changed = method.withBody(parse(text, indent).getBody());
        if (!method.getPrefix().getComments().isEmpty()) {
            return changed;
        }
        String whitespace = method.getPrefix().getWhitespace();
        return changed.withPrefix(Space.format(whitespace + DOC + "\n" + indent));
    }

    private static Space blankLine(String indent) {
        return Space.format("\n\n" + indent);
    }

    private static String indentOf(J tree) {
        String whitespace = tree.getPrefix().getComments().isEmpty()
                ? tree.getPrefix().getWhitespace()
                : tree.getPrefix()
                        .getComments()
                        .get(tree.getPrefix().getComments().size() - 1)
                        .getSuffix();
        return whitespace.substring(whitespace.lastIndexOf('\n') + 1);
    }

    private static J.MethodDeclaration parse(String text, String indent) {
        String unit = indent.contains("\t") ? "\t" : indent.isEmpty() ? "    " : indent;
        String scaled = text.lines()
                .map(line -> {
                    String bare = line.stripLeading();
                    int columns = line.length() - bare.length();
                    String lead = unit.length() == 4 && !unit.contains("\t")
                            ? " ".repeat(columns)
                            : unit.repeat(columns / 4) + " ".repeat(columns % 4);
                    return bare.isEmpty() ? "" : indent + lead + bare;
                })
                .collect(Collectors.joining("\n"))
                .replace(Composed.LINE_BREAK, '\n');
        boolean inInterface = text.startsWith("default ");
        String source = (inInterface ? "interface" : "class") + " Holder {\n" + scaled + "\n}\n";
        J.CompilationUnit parsed = JavaParser.fromJavaVersion()
                .logCompilationWarningsAndErrors(false)
                .build()
                .parse(new InMemoryExecutionContext(failure -> {}), source)
                .filter(J.CompilationUnit.class::isInstance)
                .map(J.CompilationUnit.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not Java: " + source));
        return (J.MethodDeclaration)
                parsed.getClasses().get(0).getBody().getStatements().get(0);
    }
}
