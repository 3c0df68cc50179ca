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
 */
record Hoist(String name, @Nullable String kept, Doc.@Nullable Expr stage, boolean empty, boolean safe) {
    /** Stands for the name of a value that is not used; the real one depends on the lambdas around it. */
    static final String IGNORED = "<ignored>";

    Hoist named(String other) {
        return new Hoist(other, kept, stage, empty, safe);
    }
}
