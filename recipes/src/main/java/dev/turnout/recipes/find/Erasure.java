// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Names of types as the class file has them. */
public final class Erasure {
    private Erasure() {}

    /** Binary name of the erased type; primitives as {@code long}, arrays as {@code [B}. */
    public static String binaryName(@Nullable JavaType type) {
        if (type instanceof JavaType.Primitive primitive) {
            return primitive == JavaType.Primitive.String ? "java.lang.String" : primitive.getKeyword();
        }
        if (type instanceof JavaType.Array array) {
            JavaType element = array.getElemType();
            if (element instanceof JavaType.Array) {
                return "[" + binaryName(element);
            }
            if (element instanceof JavaType.Primitive primitive && primitive != JavaType.Primitive.String) {
                return "[" + descriptor(primitive);
            }
            return "[L" + binaryName(element) + ";";
        }
        if (type instanceof JavaType.GenericTypeVariable variable) {
            return variable.getBounds().isEmpty()
                    ? "java.lang.Object"
                    : binaryName(variable.getBounds().get(0));
        }
        if (type instanceof JavaType.FullyQualified named) {
            return named.getFullyQualifiedName();
        }
        return "?";
    }

    /** As {@link #binaryName}, but a primitive as the class of its box. */
    public static String boxed(@Nullable JavaType type) {
        String name = binaryName(type);
        return switch (name) {
            case "int" -> "java.lang.Integer";
            case "char" -> "java.lang.Character";
            default ->
                type instanceof JavaType.Primitive && !name.contains(".")
                        ? "java.lang." + Character.toUpperCase(name.charAt(0)) + name.substring(1)
                        : name;
        };
    }

    static String simpleName(@Nullable JavaType type) {
        if (type instanceof JavaType.Array array) {
            return simpleName(array.getElemType()) + "[]";
        }
        String name = binaryName(type);
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    /** Names of the type and of all its supertypes. */
    public static Set<String> supertypes(JavaType.@Nullable FullyQualified type) {
        Set<String> names = new LinkedHashSet<>();
        hierarchy(type).forEach(one -> names.add(one.getFullyQualifiedName()));
        return names;
    }

    /** The type and all its supertypes, those of a class before its interfaces. */
    public static List<JavaType.FullyQualified> hierarchy(JavaType.@Nullable FullyQualified type) {
        Map<String, JavaType.FullyQualified> types = new LinkedHashMap<>();
        collect(type, types);
        return List.copyOf(types.values());
    }

    public static boolean is(@Nullable JavaType type, String name) {
        JavaType.FullyQualified named = TypeUtils.asFullyQualified(type);
        return named != null && supertypes(named).contains(name);
    }

    /** Whether a caller need not declare it. */
    public static boolean isUnchecked(@Nullable JavaType type) {
        return is(type, "java.lang.RuntimeException") || is(type, "java.lang.Error");
    }

    private static void collect(JavaType.@Nullable FullyQualified type, Map<String, JavaType.FullyQualified> types) {
        if (type == null || types.putIfAbsent(type.getFullyQualifiedName(), type) != null) {
            return;
        }
        collect(type.getSupertype(), types);
        type.getInterfaces().forEach(face -> collect(face, types));
    }

    private static String descriptor(JavaType.Primitive primitive) {
        return switch (primitive) {
            case Boolean -> "Z";
            case Byte -> "B";
            case Char -> "C";
            case Double -> "D";
            case Float -> "F";
            case Int -> "I";
            case Long -> "J";
            case Short -> "S";
            default -> "?";
        };
    }
}
