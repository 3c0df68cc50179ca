// SPDX-License-Identifier: Apache-2.0
/** What the recipes report. Start at {@link Tasks}. */
@NullMarked
package dev.turnout.recipes.table;

import org.jspecify.annotations.NullMarked;
