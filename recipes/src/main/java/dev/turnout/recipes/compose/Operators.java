// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Erasure;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Compound assignment written out. */
final class Operators {
    private Operators() {}

    /** {@code target += value}, where {@code before} holds what the target was. */
    static String compound(J.AssignmentOperation operation, String target, String before, String value) {
        String sign = switch (operation.getOperator()) {
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
                throw new dev.turnout.recipes.find.Refusal(dev.turnout.recipes.find.Reason.NOT_PROVABLE, "operator");
        };
        String sum = before + " " + sign + " " + (value.contains(" ") ? "(" + value + ")" : value);
        JavaType type = operation.getVariable().getType();
        boolean narrows = type instanceof JavaType.Primitive
                        && type != JavaType.Primitive.String
                        && width(operation.getAssignment().getType()) > width(type)
                        && !isShift(operation)
                || isSmall(type);
        return target + " = " + (narrows ? "(" + ((JavaType.Primitive) type).getKeyword() + ") (" + sum + ")" : sum);
    }

    private static boolean isShift(J.AssignmentOperation operation) {
        return switch (operation.getOperator()) {
            case LeftShift, RightShift, UnsignedRightShift -> true;
            default -> false;
        };
    }

    private static boolean isSmall(@Nullable JavaType type) {
        return type == JavaType.Primitive.Byte || type == JavaType.Primitive.Short || type == JavaType.Primitive.Char;
    }

    /** The order in which numbers are promoted; boxed types as what is in them. */
    private static int width(@Nullable JavaType type) {
        return switch (Erasure.binaryName(type)) {
            case "double", "java.lang.Double" -> 4;
            case "float", "java.lang.Float" -> 3;
            case "long", "java.lang.Long" -> 2;
            default -> 1;
        };
    }
}
