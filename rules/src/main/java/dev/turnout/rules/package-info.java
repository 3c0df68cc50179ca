// SPDX-License-Identifier: Apache-2.0
/** Finds blocking calls on async paths, with the path to each. Start at {@link TurnoutRules} or {@link Rules}. */
@NullMarked
package dev.turnout.rules;

import org.jspecify.annotations.NullMarked;
