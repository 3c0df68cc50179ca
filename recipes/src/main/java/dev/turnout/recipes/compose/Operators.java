// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Compound assignment written out. */
final class Operators {
    private Operators() {}

    /** {@code target += value}, where {@code before} holds what the target was. */
    static String compound(J.AssignmentOperation operation, String target, String before, String value) {
        String sign =
                switch (operation.getOperator()) {
                    case Addition -> "+";
                    case Subtraction -> "-";
                    case Multiplication -> "*";
                    case Division -> "/";
                    case Modulo -> "%";
                    case BitAnd -> "&";
                    case BitOr -> "|";
                    case BitXor -> "^";
                    case LeftShift -> "<<";
                    case RightShift -> ">>";
                    case UnsignedRightShift -> ">>>";
                    default ->
                        throw new dev.turnout.recipes.find.Refusal(
                                dev.turnout.recipes.find.Reason.NOT_PROVABLE, "operator");
                };
        String sum = before + " " + sign + " " + (value.contains(" ") ? "(" + value + ")" : value);
        JavaType type = operation.getVariable().getType();
        boolean narrows = type instanceof JavaType.Primitive primitive
                && primitive != JavaType.Primitive.String
                && (type != operation.getAssignment().getType()
                        || primitive == JavaType.Primitive.Byte
                        || primitive == JavaType.Primitive.Short
                        || primitive == JavaType.Primitive.Char);
        return target + " = "
                + (narrows ? "(" + ((JavaType.Primitive) type).getKeyword() + ") (" + sum + ")" : sum);
    }
}
