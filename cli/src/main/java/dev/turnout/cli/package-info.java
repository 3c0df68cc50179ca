// SPDX-License-Identifier: Apache-2.0
/** One command, one class a verb. Start at {@link dev.turnout.cli.Turnout}. */
@NullMarked
package dev.turnout.cli;

import org.jspecify.annotations.NullMarked;
