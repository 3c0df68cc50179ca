// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayList;
import java.util.List;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;

/** The direct operands of an expression, in the order in which Java evaluates them. */
final class Operands {
    private Operands() {}

    static List<Expression> of(Expression expression) {
        List<Expression> operands = new ArrayList<>();
        if (expression instanceof J.MethodInvocation call) {
            if (call.getSelect() != null) {
                operands.add(call.getSelect());
            }
            operands.addAll(call.getArguments());
        } else if (expression instanceof J.NewClass creation && creation.getBody() == null) {
            operands.addAll(creation.getArguments());
        } else if (expression instanceof J.Binary binary) {
            operands.add(binary.getLeft());
            operands.add(binary.getRight());
        } else if (expression instanceof J.Parentheses<?> inner && inner.getTree() instanceof Expression tree) {
            operands.add(tree);
        } else if (expression instanceof J.TypeCast cast) {
            operands.add(cast.getExpression());
        } else if (expression instanceof J.Unary unary && !unary.getOperator().isModifying()) {
            operands.add(unary.getExpression());
        } else if (expression instanceof J.ArrayAccess access) {
            operands.add(access.getIndexed());
            operands.add(access.getDimension().getIndex());
        } else if (expression instanceof J.FieldAccess access) {
            operands.add(access.getTarget());
        } else if (expression instanceof J.InstanceOf test && test.getPattern() == null) {
            operands.add(test.getExpression());
        } else if (expression instanceof J.NewArray array && array.getInitializer() != null) {
            operands.addAll(array.getInitializer());
        }
        operands.removeIf(J.Empty.class::isInstance);
        return operands;
    }
}
