// SPDX-License-Identifier: Apache-2.0
/**
 * Writes what a check found, for a person, a code host or a program. Start at {@link dev.turnout.cli.check.Format}.
 */
@NullMarked
package dev.turnout.cli.check;

import org.jspecify.annotations.NullMarked;
