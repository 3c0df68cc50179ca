// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.List;
import org.openrewrite.Cursor;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Statement;

/** Whether it matters that a primitive variable becomes a boxed parameter of a lambda. */
final class Boxes {
    private Boxes() {}

    static boolean matter(J.VariableDeclarations.NamedVariable variable, List<Statement> rest) {
        if (!(variable.getType() instanceof JavaType.Primitive primitive) || primitive == JavaType.Primitive.String) {
            return false;
        }
        boolean[] matters = {false};
        for (Statement statement : rest) {
            new JavaIsoVisitor<Integer>() {
                @Override
                public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                    if (identifier.getSimpleName().equals(variable.getSimpleName())) {
                        matters[0] |= !isHarmless(getCursor().getParentTreeCursor(), identifier);
                    }
                    return identifier;
                }
            }.visit(statement, 0);
        }
        return matters[0];
    }

    private static boolean isHarmless(Cursor parent, J.Identifier use) {
        Object value = parent.getValue();
        if (value instanceof J.Binary binary) {
            boolean compares =
                    binary.getOperator() == J.Binary.Type.Equal || binary.getOperator() == J.Binary.Type.NotEqual;
            J other = binary.getLeft() == use ? binary.getRight() : binary.getLeft();
            return !compares || other instanceof J.Literal;
        }
        if (value instanceof J.MethodInvocation call && call.getMethodType() != null) {
            int index = call.getArguments().indexOf(use);
            List<JavaType> types = call.getMethodType().getParameterTypes();
            return index >= 0
                    && index < types.size()
                    && types.get(index) instanceof JavaType.Primitive
                    && !call.getMethodType()
                            .getDeclaringType()
                            .getFullyQualifiedName()
                            .startsWith("java.");
        }
        return value instanceof J.Return || value instanceof J.If || value instanceof J.ControlParentheses<?>;
    }
}
