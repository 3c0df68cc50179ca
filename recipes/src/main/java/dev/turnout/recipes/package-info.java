// SPDX-License-Identifier: Apache-2.0
/** OpenRewrite recipes that carry a code base from blocking jobs to facade and twin. Start at {@link Inventory}. */
@NullMarked
package dev.turnout.recipes;

import org.jspecify.annotations.NullMarked;
