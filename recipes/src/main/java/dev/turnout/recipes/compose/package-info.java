// SPDX-License-Identifier: Apache-2.0
/** Turns blocking bodies into stages. Start at {@link Composer}. */
@NullMarked
package dev.turnout.recipes.compose;

import org.jspecify.annotations.NullMarked;
