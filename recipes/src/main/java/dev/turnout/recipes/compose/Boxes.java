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
    private final Locals locals;

    Boxes(Overloads overloads, Locals locals) {
        this.overloads = overloads;
        this.locals = locals;
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
                    if (locals.of(identifier) == locals.of(variable)) {
                        Object parent = getCursor().getParentTreeCursor().getValue();
                        matters[0] |= matter(parent, identifier, other -> !(other instanceof J.Literal));
                    }
                    return identifier;
                }
            }.visit(statement, 0);
        }
        return matters[0];
    }

    /** The primitive type of what is in a box of that type, or null if it is no box. */
    static @Nullable String primitiveOf(@Nullable JavaType type) {
        return switch (type instanceof JavaType.FullyQualified named ? named.getFullyQualifiedName() : "") {
            case "java.lang.Integer" -> "int";
            case "java.lang.Character" -> "char";
            case "java.lang.Long" -> "long";
            case "java.lang.Short" -> "short";
            case "java.lang.Byte" -> "byte";
            case "java.lang.Boolean" -> "boolean";
            case "java.lang.Double" -> "double";
            case "java.lang.Float" -> "float";
            default -> null;
        };
    }

    /**
     * The primitive type to which Java converts a boxed operand before it evaluates the ones to its right, which an empty
     * box does not survive; null if it does not.
     */
    @Nullable
    String unboxed(Expression parent, Expression operand) {
        String primitive = primitiveOf(operand.getType());
        if (primitive == null) {
            return null;
        }
        boolean converts = false;
        if (parent instanceof J.Binary binary) {
            JavaType other = (binary.getLeft() == operand ? binary.getRight() : binary.getLeft()).getType();
            converts = switch (binary.getOperator()) {
                case Equal, NotEqual -> isPrimitive(other);
                case Addition -> isPrimitive(other) || primitiveOf(other) != null;
                default -> true;
            };
        } else if (parent instanceof J.MethodInvocation call && call.getSelect() != operand) {
            converts = Overloads.takesPrimitive(
                    call.getMethodType(), call.getArguments().indexOf(operand));
        } else if (parent instanceof J.NewClass creation) {
            converts = Overloads.takesPrimitive(
                    creation.getMethodType(), creation.getArguments().indexOf(operand));
        } else if (parent instanceof J.NewArray array) {
            converts = array.getInitializer() == null
                    || array.getType() instanceof JavaType.Array type && isPrimitive(type.getElemType());
        } else if (parent instanceof J.Assignment assignment) {
            converts = assignment.getVariable() instanceof J.ArrayAccess access
                    && access.getDimension().getIndex() == operand;
        } else if (parent instanceof J.AssignmentOperation operation) {
            converts = operation.getVariable() instanceof J.ArrayAccess access
                    && access.getDimension().getIndex() == operand;
        }
        return converts ? primitive : null;
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
