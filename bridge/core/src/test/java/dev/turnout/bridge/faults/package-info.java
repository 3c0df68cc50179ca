// SPDX-License-Identifier: Apache-2.0
/**
 * What must hold when workers die, stand still, run out of memory or run code that misbehaves: real worker processes on a real
 * Redis, counted from what each process writes down itself. Start at {@link dev.turnout.bridge.faults.WorkerFaultsTest}.
 */
@NullMarked
package dev.turnout.bridge.faults;

import org.jspecify.annotations.NullMarked;
