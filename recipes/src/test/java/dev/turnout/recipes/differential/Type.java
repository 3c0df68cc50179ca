// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.List;

/** The types of generated values. */
enum Type {
    VOID("void", ""),
    INT("int", "1"),
    LONG("long", "1L"),
    BOOLEAN("boolean", "true"),
    TEXT("String", "\"t\""),
    BYTE("byte", "(byte) 1"),
    SHORT("short", "(short) 1"),
    CHAR("char", "'c'"),
    DOUBLE("double", "1.5"),
    BOX("Integer", "Integer.valueOf(1)"),
    WIDE_BOX("Long", "Long.valueOf(1)"),
    OBJECT("Object", "\"o\""),
    INTS("int[]", "new int[] {1, 2, 3}"),
    LIST("List<Integer>", "List.of(1, 2)"),
    WORDS("List<String>", "List.of(\"x\")"),
    FUTURE("CompletableFuture<Integer>", "CompletableFuture.completedFuture(1)"),
    DOOR("Effects.Door", "null");

    static final List<Type> LOCALS =
            List.of(INT, INT, INT, LONG, BOOLEAN, TEXT, TEXT, BYTE, SHORT, CHAR, DOUBLE, BOX, WIDE_BOX, OBJECT);

    final String java;
    final String literal;

    Type(String java, String literal) {
        this.java = java;
        this.literal = literal;
    }

    boolean isPrimitive() {
        return Character.isLowerCase(java.charAt(0)) && this != VOID && this != INTS;
    }

    /** Whether a value of {@code other} may stand where this is wanted, without a cast. */
    boolean takes(Type other) {
        if (this == other) {
            return true;
        }
        return switch (this) {
            case INT -> List.of(BYTE, SHORT, CHAR, BOX).contains(other);
            case LONG -> List.of(INT, BYTE, SHORT, CHAR, BOX, WIDE_BOX).contains(other);
            case DOUBLE -> List.of(INT, LONG, BYTE, SHORT, CHAR, BOX, WIDE_BOX).contains(other);
            case SHORT -> other == BYTE;
            case BOX -> other == INT;
            case WIDE_BOX -> other == LONG;
            case OBJECT -> other != VOID && other != FUTURE && other != INTS;
            default -> false;
        };
    }

    /** As an argument of a generic type. */
    String boxed() {
        return switch (this) {
            case VOID -> "Void";
            case INT -> "Integer";
            case CHAR -> "Character";
            default -> isPrimitive() ? Character.toUpperCase(java.charAt(0)) + java.substring(1) : java;
        };
    }
}
