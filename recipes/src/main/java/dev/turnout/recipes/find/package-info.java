// SPDX-License-Identifier: Apache-2.0
/** Finds tasks and what blocks on their paths, and decides. Start at {@link Project}. */
@NullMarked
package dev.turnout.recipes.find;

import org.jspecify.annotations.NullMarked;
