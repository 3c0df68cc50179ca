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

    List<Doc> write(Statement statement, Exit exit, Mode mode) {
        frame.source.at(statement);
        List<Doc> docs = new ArrayList<>();
        if (statement instanceof J.VariableDeclarations declaration) {
            docs.addAll(declaration(declaration));
        } else if (isJump(statement)) {
            Jump jump = Jumps.outOf(List.of(statement)).byTree().get(statement.getId());
            docs.addAll(statements(jump(statement, jump, exit, mode)));
        } else {
            Map<UUID, Jump> jumps = Jumps.outOf(List.of(statement)).byTree();
            String text = frame.source.of(
                    statement,
                    inner -> jumps.containsKey(inner.getId())
                            ? jump(inner, jumps.get(inner.getId()), exit, mode)
                            : null);
            if (text.contains("Stages.")) {
                frame.imports.add(RuntimeTypes.STAGES);
            }
            docs.add(Doc.text(isClosed(statement) ? text : text + ";"));
        }
        return frame.comments.around(statement, docs);
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

    private static boolean isJump(Statement statement) {
        return statement instanceof J.Return
                || statement instanceof J.Yield
                || statement instanceof J.Break
                || statement instanceof J.Continue;
    }

    private List<String> jump(Statement statement, Jump jump, Exit exit, Mode mode) {
        Expression value = statement instanceof J.Return back
                ? back.getExpression()
                : statement instanceof J.Yield yield ? yield.getValue() : null;
        return exit.jump(jump, value == null ? null : converted(value, frame.source.of(value), exit), mode);
    }

    /**
     * The value with the conversion that a return statement does, where boxing would not do it: to another primitive
     * type, or out of a box, which fails here and now if it is empty.
     */
    String converted(Expression value, String text, Exit exit) {
        return Types.converted(value, text, exit.wanted());
    }

    private List<Doc> declaration(J.VariableDeclarations declaration) {
        List<Doc> docs = new ArrayList<>();
        boolean lifted = declaration.getVariables().stream()
                .anyMatch(variable -> frame.source.renamed.containsKey(frame.locals.of(variable)));
        if (!lifted) {
            declaration
                    .getVariables()
                    .forEach(variable -> frame.scope.put(frame.locals.of(variable), typeOf(declaration, variable)));
            docs.add(Doc.text(frame.source.of(declaration) + ";"));
            return docs;
        }
        for (J.VariableDeclarations.NamedVariable variable : declaration.getVariables()) {
            Local local = frame.locals.of(variable);
            String name = frame.source.renamed.get(local);
            frame.scope.put(local, null);
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
