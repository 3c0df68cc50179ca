// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.Flag;
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

    /**
     * Whether the compiler may know the value. Of code that it leaves out it keeps the lambdas but not the classes that
     * they name, so that the class cannot be looked into any more.
     */
    static boolean mayBeConstant(Expression condition, J.CompilationUnit unit) {
        if (condition instanceof J.Literal) {
            return true;
        }
        JavaType.Variable variable = condition instanceof J.Identifier identifier
                ? identifier.getFieldType()
                : condition instanceof J.FieldAccess access ? access.getName().getFieldType() : null;
        if (variable == null || !variable.hasFlags(Flag.Static, Flag.Final)) {
            return false;
        }
        boolean[] computed = {false};
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.VariableDeclarations.NamedVariable visitVariable(
                    J.VariableDeclarations.NamedVariable declared, Integer p) {
                computed[0] |= declared.getSimpleName().equals(variable.getName())
                        && declared.getInitializer() instanceof J.MethodInvocation;
                return super.visitVariable(declared, p);
            }
        }.visit(unit, 0);
        return !computed[0];
    }

    private static boolean isWhole(Expression operand) {
        JavaType type = operand.getType();
        return type == JavaType.Primitive.Int || type == JavaType.Primitive.Long || type == JavaType.Primitive.Short;
    }
}
