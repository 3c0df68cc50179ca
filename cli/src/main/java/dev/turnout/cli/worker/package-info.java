// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a jar's worker in a JVM of its own, and looks after it. Start at {@link dev.turnout.cli.worker.Overseer}.
 */
@NullMarked
package dev.turnout.cli.worker;

import org.jspecify.annotations.NullMarked;
