// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Set;

/**
 * A stage that stands for a blocking call.
 *
 * @param twin the expression, with {@code {receiver}}, {@code {0}}, {@code {1}} … and {@code {call}} for parts of the
 *     call, or {@code .name} for the same call under another name
 * @param failures {@code join} or {@code get} if its failures have to be wrapped as these do, empty otherwise
 * @param imports types that the expression names
 */
public record NativeForm(String twin, String failures, Set<String> imports) {
    /** The {@code …Async} twin of a method of the project. */
    public static final NativeForm TWIN = new NativeForm("twin", "", Set.of());

    /** {@code TimeUnit.sleep}: a delay. */
    public static final NativeForm UNIT_SLEEP = new NativeForm("unit", "", Set.of());
}
