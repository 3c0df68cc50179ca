// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import org.jspecify.annotations.Nullable;

/**
 * What has to happen before the rest of an expression: either a value is kept in a variable, or something is waited for.
 *
 * @param name the variable
 * @param kept the value to keep, or null
 * @param stage what to wait for, or null
 * @param empty whether the stage has no value
 * @param safe whether making the stage throws nothing
 * @param type the type to write before the variable of a stage, or null where the compiler infers it
 */
record Hoist(
        String name,
        @Nullable String kept,
        Doc.@Nullable Expr stage,
        boolean empty,
        boolean safe,
        @Nullable String type) {
    /** Stands for the name of a value that is not used; the real one depends on the lambdas around it. */
    static final String IGNORED = "<ignored>";

    Hoist(String name, @Nullable String kept, Doc.@Nullable Expr stage, boolean empty, boolean safe) {
        this(name, kept, stage, empty, safe, null);
    }

    Hoist named(String other) {
        return new Hoist(other, kept, stage, empty, safe, type);
    }

    Hoist typed(@Nullable String type) {
        return new Hoist(name, kept, stage, empty, safe, type);
    }

    /** The variable as the parameter of a lambda. */
    String parameter() {
        return parameter(type, name);
    }

    static String parameter(@Nullable String type, String name) {
        return type == null ? name : "(" + type + " " + name + ")";
    }
}
