// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/** Types in source text. */
final class Types {
    private Types() {}

    /** The type as an argument of another, with whole names where it is not of {@code java.lang}. */
    static String boxed(@Nullable JavaType type) {
        if (type instanceof JavaType.Primitive primitive && primitive != JavaType.Primitive.Null) {
            return primitive == JavaType.Primitive.String ? "String" : Composer.boxed(primitive);
        }
        if (type instanceof JavaType.Array array) {
            JavaType element = array.getElemType();
            return (Boxes.isPrimitive(element) ? ((JavaType.Primitive) element).getKeyword() : boxed(element)) + "[]";
        }
        if (type instanceof JavaType.Parameterized generic) {
            return named(generic)
                    + generic.getTypeParameters().stream()
                            .map(Types::boxed)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof JavaType.Class named) {
            return named(named);
        }
        throw new Refusal(Reason.NOT_PROVABLE, "a type that has no name here");
    }

    private static String named(JavaType.FullyQualified type) {
        String name = type.getFullyQualifiedName().replace('$', '.');
        return name.matches("java\\.lang\\.\\w+") ? name.substring("java.lang.".length()) : name;
    }

    /** The type as that of a variable. */
    static String declared(@Nullable JavaType type) {
        return Boxes.isPrimitive(type) ? ((JavaType.Primitive) type).getKeyword() : boxed(type);
    }

    /** The text of {@code value} with the conversion to a primitive type that a box would not have by itself. */
    static String converted(Expression value, String text, @Nullable JavaType wanted) {
        if (!(wanted instanceof JavaType.Primitive primitive)
                || !Boxes.isPrimitive(wanted)
                || wanted == value.getType()) {
            return text;
        }
        boolean single = value instanceof J.MethodInvocation
                || value instanceof J.Literal
                || text.matches("[\\w.]+|\\([^()]*\\)");
        return "(" + primitive.getKeyword() + ") " + (single ? text : "(" + text + ")");
    }
}
