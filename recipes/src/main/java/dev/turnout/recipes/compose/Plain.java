// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.compose.Exit.Mode;
import dev.turnout.recipes.find.RuntimeTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;

/** Writes statements that do not wait: as they are, but for jumps out of the region and for variables in a holder. */
final class Plain {
    private final Frame frame;
    private final Holders holders;

    Plain(Frame frame, Holders holders) {
        this.frame = frame;
        this.holders = holders;
    }

    List<Doc> statements(List<String> statements) {
        List<Doc> docs = new ArrayList<>();
        for (String statement : statements) {
            if (statement.contains("Stages.")) {
                frame.imports.add(RuntimeTypes.STAGES);
            }
            docs.add(
                    statement.startsWith("return ")
                            ? Doc.give(Doc.raw(statement.substring("return ".length())))
                            : Doc.text(statement + ";"));
        }
        return docs;
    }

    /** What stands before a statement. */
    List<Doc> comments(Statement statement) {
        String before = frame.source.before(statement);
        return before.isEmpty() ? List.of() : List.of(Doc.text(before.substring(0, before.length() - 1)));
    }

    List<Doc> write(Statement statement, Exit exit, Mode mode) {
        frame.source.at(statement);
        List<Doc> docs = new ArrayList<>(comments(statement));
        if (statement instanceof J.VariableDeclarations declaration) {
            docs.addAll(declaration(declaration));
        } else if (statement instanceof J.Return || statement instanceof J.Break || statement instanceof J.Continue) {
            docs.addAll(statements(jump(statement, exit, mode)));
        } else {
            Map<UUID, Jumps.Kind> jumps = Jumps.outOf(List.of(statement)).kinds();
            String text = frame.source.of(
                    statement, inner -> jumps.containsKey(inner.getId()) ? jump(inner, exit, mode) : null);
            if (text.contains("Stages.")) {
                frame.imports.add(RuntimeTypes.STAGES);
            }
            docs.add(Doc.text(isClosed(statement) ? text : text + ";"));
        }
        return docs;
    }

    private static boolean isClosed(Statement statement) {
        return statement instanceof J.If
                || statement instanceof J.Block
                || statement instanceof J.ForLoop
                || statement instanceof J.ForEachLoop
                || statement instanceof J.WhileLoop
                || statement instanceof J.Try
                || statement instanceof J.Switch
                || statement instanceof J.Synchronized
                || statement instanceof J.ClassDeclaration
                || statement instanceof J.Label;
    }

    private List<String> jump(Statement jump, Exit exit, Mode mode) {
        if (jump instanceof J.Break) {
            return exit.breakOut(mode);
        }
        if (jump instanceof J.Continue) {
            return exit.goOn(mode);
        }
        Expression value = ((J.Return) jump).getExpression();
        return exit.giveBack(value == null ? null : converted(value, frame.source.of(value)), mode);
    }

    /** The value with the conversion that a return statement does, where boxing would not do it. */
    String converted(Expression value, String text) {
        JavaType.Method method = frame.method.declaration().getMethodType();
        JavaType wanted = method == null ? null : method.getReturnType();
        boolean differs = wanted instanceof JavaType.Primitive
                && value.getType() instanceof JavaType.Primitive
                && wanted != value.getType();
        return differs ? "(" + ((JavaType.Primitive) wanted).getKeyword() + ") (" + text + ")" : text;
    }

    private List<Doc> declaration(J.VariableDeclarations declaration) {
        List<Doc> docs = new ArrayList<>();
        boolean lifted = declaration.getVariables().stream()
                .anyMatch(variable -> frame.source.renamed.containsKey(variable.getSimpleName()));
        if (!lifted) {
            declaration
                    .getVariables()
                    .forEach(variable -> frame.scope.put(variable.getSimpleName(), typeOf(declaration, variable)));
            docs.add(Doc.text(frame.source.of(declaration) + ";"));
            return docs;
        }
        for (J.VariableDeclarations.NamedVariable variable : declaration.getVariables()) {
            String name = frame.source.renamed.get(variable.getSimpleName());
            frame.scope.put(variable.getSimpleName(), null);
            if (name == null) {
                throw Holders.mixed();
            }
            if (variable.getInitializer() != null && !holders.initialised(variable)) {
                docs.add(Doc.text(name + " = " + frame.source.of(variable.getInitializer()) + ";"));
            }
        }
        return docs;
    }

    private @Nullable String typeOf(J.VariableDeclarations declaration, J.VariableDeclarations.NamedVariable variable) {
        return variable.getDimensionsAfterName().isEmpty() ? frame.typeOf(declaration) : null;
    }
}
