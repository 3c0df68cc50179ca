// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;

/**
 * A place in a converted body where it waits.
 *
 * @param whole the expression whose value is waited for
 * @param form its async form, or null if it is handed to a blocking thread
 * @param reason why it is handed over
 */
public record Site(Expression whole, @Nullable NativeForm form, Reason reason) {}
