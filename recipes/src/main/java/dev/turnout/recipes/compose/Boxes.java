// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;

/** Whether it matters that a primitive value comes boxed, as the parameter of a lambda. */
final class Boxes {
    private final Overloads overloads;

    Boxes(Overloads overloads) {
        this.overloads = overloads;
    }

    static boolean isPrimitive(@Nullable JavaType type) {
        return type instanceof JavaType.Primitive primitive
                && switch (primitive) {
                    case String, Null, None, Void -> false;
                    default -> true;
                };
    }

    /** Whether it matters for a variable that is used in {@code rest}. */
    boolean matter(J.VariableDeclarations.NamedVariable variable, List<Statement> rest) {
        if (!isPrimitive(variable.getType())) {
            return false;
        }
        boolean[] matters = {false};
        for (Statement statement : rest) {
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                    if (identifier.getSimpleName().equals(variable.getSimpleName()) && Locals.isLocal(identifier)) {
                        Object parent = getCursor().getParentTreeCursor().getValue();
                        matters[0] |= matter(parent, identifier, other -> !(other instanceof J.Literal));
                    }
                    return identifier;
                }
            }.visit(statement, 0);
        }
        return matters[0];
    }

    /** Whether it matters for {@code use}, which stands directly in {@code parent}; {@code boxed} tells of its neighbours. */
    boolean matter(Object parent, Expression use, Predicate<Expression> boxed) {
        if (parent instanceof J.Binary binary) {
            boolean compares =
                    binary.getOperator() == J.Binary.Type.Equal || binary.getOperator() == J.Binary.Type.NotEqual;
            return compares && boxed.test(binary.getLeft() == use ? binary.getRight() : binary.getLeft());
        }
        if (parent instanceof J.TypeCast cast) {
            return isPrimitive(cast.getType()) && cast.getType() != use.getType();
        }
        if (parent instanceof J.MethodInvocation call) {
            return overloads.another(call.getMethodType(), call.getSelect(), call.getArguments(), use);
        }
        if (parent instanceof J.NewClass creation) {
            return overloads.another(creation.getMethodType(), null, creation.getArguments(), use);
        }
        if (parent instanceof J.Unary unary) {
            return unary.getOperator().isModifying();
        }
        if (parent instanceof J.Ternary choice) {
            return choice.getCondition() != use;
        }
        return !(parent instanceof J.ArrayAccess
                || parent instanceof J.NewArray
                || parent instanceof J.Return
                || parent instanceof J.If
                || parent instanceof J.ControlParentheses<?>);
    }
}
