// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/** Variables that change while others wait: they live in an object, since a lambda cannot change a local variable. */
final class Holders {
    private final Frame frame;
    private final Set<UUID> initialised = new HashSet<>();

    Holders(Frame frame) {
        this.frame = frame;
    }

    static Refusal mixed() {
        return new Refusal(Reason.NOT_PROVABLE, "a declaration of variables of which some change");
    }

    /** Whether the holder was made with the first value of the variable in it. */
    boolean initialised(J.VariableDeclarations.NamedVariable variable) {
        return initialised.contains(variable.getId());
    }

    /** If the first statement declares a variable that must be held: the holder for all such variables in the list. */
    List<Doc> open(List<Statement> statements) {
        List<J.VariableDeclarations> lifted = new ArrayList<>();
        for (int i = 0; i < statements.size() && (i == 0 || !lifted.isEmpty()); i++) {
            if (statements.get(i) instanceof J.VariableDeclarations declaration
                    && frame.waits(statements.subList(i + 1, statements.size()))
                    && declaration.getVariables().stream().anyMatch(this::mustBeHeld)) {
                lifted.add(declaration);
            }
        }
        return lifted.isEmpty() ? List.of() : hold(lifted);
    }

    private boolean mustBeHeld(J.VariableDeclarations.NamedVariable variable) {
        String name = variable.getSimpleName();
        return !frame.source.renamed.containsKey(name)
                && (frame.locals.changes(name)
                        || variable.getInitializer() == null && frame.locals.isDeclaredWithoutValue(name));
    }

    /** A holder for all variables of these declarations. */
    List<Doc> hold(List<J.VariableDeclarations> declarations) {
        String holder = frame.locals.fresh("state");
        List<Doc> fields = new ArrayList<>();
        for (J.VariableDeclarations declaration : declarations) {
            String type = frame.typeOf(declaration);
            for (J.VariableDeclarations.NamedVariable variable : declaration.getVariables()) {
                if (type == null || !variable.getDimensionsAfterName().isEmpty()) {
                    throw new Refusal(Reason.NOT_PROVABLE, "a changing variable without a type");
                }
                String value = "";
                if (variable.getInitializer() instanceof J.Literal || isNegative(variable.getInitializer())) {
                    value = " = " + frame.source.of(variable.getInitializer());
                    initialised.add(variable.getId());
                }
                fields.add(Doc.text(type + " " + variable.getSimpleName() + value + ";"));
                frame.source.renamed.put(variable.getSimpleName(), holder + "." + variable.getSimpleName());
                frame.scope.put(variable.getSimpleName(), null);
            }
        }
        return List.of(new Doc.Block("var " + holder + " = new Object() {", fields, "};"));
    }

    private static boolean isNegative(@org.jspecify.annotations.Nullable J value) {
        return value instanceof J.Unary unary
                && unary.getOperator() == J.Unary.Type.Negative
                && unary.getExpression() instanceof J.Literal;
    }

    /** Puts parameters that change into a holder. */
    List<Doc> parameters() {
        List<J.VariableDeclarations> changing = frame.method.parameters().stream()
                .filter(parameter ->
                        frame.locals.changes(parameter.getVariables().get(0).getSimpleName()))
                .toList();
        if (changing.isEmpty()) {
            return List.of();
        }
        List<Doc> docs = new ArrayList<>(hold(changing));
        for (J.VariableDeclarations parameter : changing) {
            String name = parameter.getVariables().get(0).getSimpleName();
            docs.add(Doc.text(frame.source.renamed.get(name) + " = " + name + ";"));
        }
        return docs;
    }

    /** A holder for what a return inside of a loop or try gives back. */
    String outcome(boolean flag, List<Doc> docs, String type) {
        String holder = frame.locals.fresh("outcome");
        List<Doc> fields = new ArrayList<>();
        if (flag) {
            fields.add(Doc.text("boolean returned;"));
        }
        if (!type.equals("Void")) {
            fields.add(Doc.text(type + " result;"));
        }
        docs.add(new Doc.Block("var " + holder + " = new Object() {", fields, "};"));
        return holder;
    }
}
