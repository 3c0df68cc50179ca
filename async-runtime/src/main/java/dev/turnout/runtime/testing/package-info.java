// SPDX-License-Identifier: Apache-2.0
/**
 * For tests of tasks: a queue in memory, and a clock that the test moves. Start at {@link
 * dev.turnout.runtime.testing.InMemoryQueue}.
 */
@NullMarked
package dev.turnout.runtime.testing;

import org.jspecify.annotations.NullMarked;
