// SPDX-License-Identifier: Apache-2.0
/**
 * A worker as a process of its own, as {@code turnout worker} starts it, with the user's class path. Start at {@link
 * dev.turnout.bridge.process.WorkerProcess}.
 */
@NullMarked
package dev.turnout.bridge.process;

import org.jspecify.annotations.NullMarked;
