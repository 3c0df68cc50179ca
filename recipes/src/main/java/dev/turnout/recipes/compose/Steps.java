// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Erasure;
import dev.turnout.recipes.find.MethodInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.NameTree;
import org.openrewrite.java.tree.Statement;

/** Cuts long chains: what comes behind a wait becomes a private method of its own. */
final class Steps {
    private final Frame frame;

    Steps(Frame frame) {
        this.frame = frame;
    }

    /** A call of a new method with these statements in it, or null if they had better stay where they are. */
    Doc.@Nullable Expr cut(List<Statement> rest, Exit exit) {
        if (exit.getClass() != Exit.class) {
            return null;
        }
        if (rest.size() == 1 && rest.get(0) instanceof Expression) {
            return null;
        }
        return method(rest, new Exit(Composer.resultType(frame)));
    }

    /** A call of a new method with a statement in it that no jump leaves, or null if it had better stay where it is. */
    Doc.@Nullable Expr part(Statement statement) {
        return method(List.of(statement), Exit.block());
    }

    private Doc.@Nullable Expr method(List<Statement> rest, Exit exit) {
        if (frame.method.declaration().getTypeParameters() != null || frame.locals.hasClasses()) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Set<String> declared = declaredIn(rest);
        for (String name : Locals.used(rest)) {
            if (!declared.contains(name) && !frame.scope.containsKey(name)) {
                return null;
            }
        }
        Set<String> used = Locals.used(rest);
        for (Map.Entry<String, @Nullable String> variable : frame.scope.entrySet()) {
            if (used.contains(variable.getKey())) {
                if (variable.getValue() == null) {
                    return null;
                }
                parameters.put(variable.getKey(), variable.getValue());
            }
        }
        String name = name(rest);
        write(name, parameters, rest, exit);
        return Doc.raw(name + "(" + String.join(", ", parameters.keySet()) + ")");
    }

    private void write(String name, Map<String, String> parameters, List<Statement> rest, Exit exit) {
        Frame inner = new Frame(frame.method, frame.sites, frame.stepNames);
        inner.scope.putAll(parameters);
        int place = frame.steps.size();
        List<Doc> body = new Statements(inner).sequence(rest, exit, 0);
        List<String> declarations = new ArrayList<>();
        parameters.forEach((parameter, type) -> declarations.add(type + " " + parameter));
        String head = Composer.head(
                "private " + (frame.method.isStatic() ? "static " : "") + "CompletionStage<" + exit.type + "> " + name,
                declarations,
                throwsOf(rest));
        frame.steps.add(
                place,
                Composer.suppressions(frame) + head + new Layout(Composer.INDENT).body(Brief.trimmed(body), "    ")
                        + "}");
        frame.steps.addAll(inner.steps);
        frame.imports.addAll(inner.imports);
    }

    private String name(List<Statement> rest) {
        List<Statement> main =
                rest.stream().filter(statement -> !(statement instanceof J.If)).toList();
        String next = nextCall(frame.waits(main) ? main : rest);
        boolean elsewhere = frame.method.owner().methods().stream()
                .filter(other -> !other.equals(frame.method))
                .anyMatch(other -> other.name().equals("then" + Names.upper(next)) || calls(other, next));
        String wanted = elsewhere ? frame.method.name() + "Then" + Names.upper(next) : "then" + Names.upper(next);
        String name = wanted;
        for (int i = 2; !frame.stepNames.add(name); i++) {
            name = wanted + i;
        }
        return name;
    }

    private static boolean calls(MethodInfo method, String name) {
        return method.declaration().getBody() != null
                && method.declaration().getBody().toString().contains(name + "(");
    }

    private String nextCall(List<Statement> rest) {
        for (Statement statement : rest) {
            J[] found = {null};
            new JavaVisitor<Integer>() {
                @Override
                public @Nullable J visit(@Nullable Tree tree, Integer p) {
                    if (found[0] == null && tree instanceof J j && frame.sites.containsKey(j.getId())) {
                        found[0] = j;
                    }
                    return found[0] == null ? super.visit(tree, p) : (J) tree;
                }
            }.visit(statement, 0);
            if (found[0] != null) {
                return Names.ofCall(found[0]);
            }
        }
        return "goOn";
    }

    private static Set<String> declaredIn(List<Statement> statements) {
        Set<String> names = new HashSet<>();
        for (Statement statement : statements) {
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.VariableDeclarations.NamedVariable visitVariable(
                        J.VariableDeclarations.NamedVariable variable, Integer p) {
                    names.add(variable.getSimpleName());
                    return super.visitVariable(variable, p);
                }

                @Override
                public J.InstanceOf visitInstanceOf(J.InstanceOf test, Integer p) {
                    if (test.getPattern() instanceof J.Identifier pattern) {
                        names.add(pattern.getSimpleName());
                    }
                    return super.visitInstanceOf(test, p);
                }
            }.visit(statement, 0);
        }
        return names;
    }

    /** What is not inside of a continuation. */
    private List<Statement> untilWait(List<Statement> statements) {
        for (int i = 0; i < statements.size(); i++) {
            if (frame.waits(statements.get(i)) && !(statements.get(i) instanceof J.If)) {
                return statements.subList(0, i + 1);
            }
        }
        return statements;
    }

    /** The checked exceptions that come out of the statements themselves, as the method around them names them. */
    private String throwsOf(List<Statement> statements) {
        List<JavaType> thrown = Thrown.by(untilWait(statements), frame);
        Set<String> needed = new LinkedHashSet<>();
        for (NameTree type : declared()) {
            if (thrown.removeIf(one -> Erasure.is(one, Erasure.binaryName(type.getType())))) {
                needed.add(frame.source.of(type));
            }
        }
        thrown.forEach(one -> needed.add(nameOf(one)));
        return String.join(", ", needed);
    }

    /** What the method calls an exception that it catches; a continuation may throw any {@code Exception}. */
    private String nameOf(JavaType thrown) {
        return caught().stream()
                .filter(type -> Erasure.is(thrown, Erasure.binaryName(type.getType()))
                        && Erasure.is(type.getType(), "java.lang.Exception"))
                .min(Comparator.comparing(type -> !Erasure.is(type.getType(), Erasure.binaryName(thrown))))
                .map(frame.source::of)
                .orElse("Exception");
    }

    private List<NameTree> declared() {
        return Optional.ofNullable(frame.method.declaration().getThrows()).orElse(List.of());
    }

    /** The types of all catch clauses of the method. */
    private List<NameTree> caught() {
        List<NameTree> types = new ArrayList<>();
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.Try.Catch visitCatch(J.Try.Catch handler, Integer p) {
                types.addAll(Thrown.alternatives(handler));
                return super.visitCatch(handler, p);
            }
        }.visit(frame.method.declaration(), 0);
        return types;
    }
}
