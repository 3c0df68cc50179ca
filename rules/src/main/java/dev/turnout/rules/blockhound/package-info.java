// SPDX-License-Identifier: Apache-2.0
/**
 * What the rules cannot read, a test can run: BlockHound with the operations that it misses, on the threads of a worker.
 * Start at {@link dev.turnout.rules.blockhound.TurnoutIntegration}. BlockHound is an optional dependency; nothing else
 * in the rules needs it.
 */
@NullMarked
package dev.turnout.rules.blockhound;

import org.jspecify.annotations.NullMarked;
