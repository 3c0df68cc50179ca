// SPDX-License-Identifier: Apache-2.0
/** Prints the tables of {@code rules/RESULTS.md} from released jars. Start at {@link Evidence}. */
@NullMarked
package dev.turnout.rules.evidence;

import org.jspecify.annotations.NullMarked;
