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
        } else if (expression instanceof J.ControlParentheses<?> inner && inner.getTree() instanceof Expression tree) {
            operands.add(tree);
        } else if (expression instanceof J.TypeCast cast) {
            operands.add(cast.getExpression());
        } else if (expression instanceof J.Unary unary) {
            operands.addAll(
                    unary.getOperator().isModifying()
                            ? ofTarget(unary.getExpression())
                            : List.of(unary.getExpression()));
        } else if (expression instanceof J.Assignment assignment) {
            operands.addAll(ofTarget(assignment.getVariable()));
            operands.add(assignment.getAssignment());
        } else if (expression instanceof J.ArrayAccess access) {
            operands.add(access.getIndexed());
            operands.add(access.getDimension().getIndex());
        } else if (expression instanceof J.FieldAccess access) {
            operands.add(access.getTarget());
        } else if (expression instanceof J.InstanceOf test) {
            operands.add(test.getExpression());
        } else if (expression instanceof J.NewArray array && array.getInitializer() != null) {
            operands.addAll(array.getInitializer());
        }
        if (expression instanceof J.NewArray array) {
            array.getDimensions().forEach(dimension -> operands.add(dimension.getIndex()));
        }
        operands.removeIf(J.Empty.class::isInstance);
        return operands;
    }

    /** What is evaluated of the target of an assignment before its value. */
    static List<Expression> ofTarget(Expression target) {
        if (target instanceof J.ArrayAccess access) {
            return List.of(access.getIndexed(), access.getDimension().getIndex());
        }
        if (target instanceof J.FieldAccess access) {
            return List.of(access.getTarget());
        }
        return target instanceof J.Parentheses<?> inner && inner.getTree() instanceof Expression tree
                ? ofTarget(tree)
                : List.of();
    }
}
