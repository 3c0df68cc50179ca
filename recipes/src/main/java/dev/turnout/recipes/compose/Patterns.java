// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/**
 * Pattern variables whose test goes before a wait, so that their scope ends with it: from there on they are written as
 * a cast of what was tested.
 */
final class Patterns {
    private final Frame frame;
    private final Map<Local, String> types = new LinkedHashMap<>();

    Patterns(Frame frame) {
        this.frame = frame;
    }

    /** All tests with a variable in {@code tree}. */
    static List<J.InstanceOf> in(@Nullable J tree) {
        List<J.InstanceOf> tests = new ArrayList<>();
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.InstanceOf visitInstanceOf(J.InstanceOf test, Integer p) {
                if (test.getPattern() != null) {
                    tests.add(test);
                }
                return super.visitInstanceOf(test, p);
            }
        }.visit(tree, 0);
        return tests;
    }

    /** The test that is evaluated before everything else in the expression. */
    static Optional<J.InstanceOf> first(Expression expression) {
        if (expression instanceof J.InstanceOf test) {
            return test.getPattern() == null ? Optional.empty() : Optional.of(test);
        }
        if (expression instanceof J.Binary binary) {
            return first(binary.getLeft());
        }
        if (expression instanceof J.Unary unary) {
            return first(unary.getExpression());
        }
        if (expression instanceof J.Ternary choice) {
            return first(choice.getCondition());
        }
        return expression instanceof J.Parentheses<?> inner && inner.getTree() instanceof Expression tree
                ? first(tree)
                : Optional.empty();
    }

    /** The scope of the variable of {@code test} ends; {@code operand} is what was tested, or null if it is gone too. */
    void end(J.InstanceOf test, J whole, @Nullable String operand) {
        Local local = frame.locals.of(test);
        if (frame.locals.uses(whole, local) == frame.locals.uses(frame.method.declaration(), local)) {
            return;
        }
        if (local == null || operand == null || local.changes() || !(test.getClazz() instanceof Expression type)) {
            throw new Refusal(Reason.NOT_PROVABLE, "a pattern variable that is used behind a wait");
        }
        types.put(local, frame.source.of(type));
        frame.source.renamed.put(local, "((" + frame.source.of(type) + ") " + operand + ")");
    }

    /** Declares the variables that these statements use; for a list with a scope of its own. */
    List<Doc> declare(List<Statement> statements) {
        List<Doc> docs = new ArrayList<>();
        Set<Local> used = frame.locals.used(statements);
        for (Map.Entry<Local, String> variable : types.entrySet()) {
            Local local = variable.getKey();
            String cast = frame.source.renamed.get(local);
            if (used.contains(local) && cast != null) {
                docs.add(Doc.text(
                        variable.getValue() + " " + local.name + " = " + cast.substring(1, cast.length() - 1) + ";"));
                frame.source.renamed.remove(local);
                frame.scope.put(local, variable.getValue());
            }
        }
        return docs;
    }

    /** Refuses if the condition of a loop gives variables to what stands behind it. */
    void refuseBehind(J loop, List<Statement> rest) {
        Set<Local> used = frame.locals.used(rest);
        for (J.InstanceOf test : in(loop)) {
            Local local = frame.locals.of(test);
            if (local != null && used.contains(local)) {
                throw new Refusal(Reason.NOT_PROVABLE, "a pattern variable of a loop that is used behind it");
            }
        }
    }
}
