// SPDX-License-Identifier: Apache-2.0
/**
 * For tests of tasks and of what puts them in: a worker that a test runs by hand, a queue in memory, and a clock that the test
 * moves. Start at {@link dev.turnout.runtime.testing.TestWorker}.
 */
@NullMarked
package dev.turnout.runtime.testing;

import org.jspecify.annotations.NullMarked;
