// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Turns conditions round. */
final class Conditions {
    private Conditions() {}

    /** The opposite of a condition whose text is {@code text}. */
    static String not(Expression condition, String text) {
        if (condition instanceof J.Unary unary && unary.getOperator() == J.Unary.Type.Not && text.startsWith("!")) {
            return text.substring(1);
        }
        if (condition instanceof J.Binary binary && isWhole(binary.getLeft()) && isWhole(binary.getRight())) {
            String other = switch (binary.getOperator()) {
                case LessThan -> ">=";
                case LessThanOrEqual -> ">";
                case GreaterThan -> "<=";
                case GreaterThanOrEqual -> "<";
                default -> "";
            };
            String sign = switch (binary.getOperator()) {
                case LessThan -> " < ";
                case LessThanOrEqual -> " <= ";
                case GreaterThan -> " > ";
                case GreaterThanOrEqual -> " >= ";
                default -> " ";
            };
            int at = text.indexOf(sign);
            if (!other.isEmpty() && at > 0 && at == text.lastIndexOf(sign)) {
                return text.substring(0, at) + " " + other + " " + text.substring(at + sign.length());
            }
        }
        if (condition instanceof J.MethodInvocation || condition instanceof J.Identifier) {
            return "!" + text;
        }
        return "!(" + text + ")";
    }

    private static boolean isWhole(Expression operand) {
        JavaType type = operand.getType();
        return type == JavaType.Primitive.Int || type == JavaType.Primitive.Long || type == JavaType.Primitive.Short;
    }
}
