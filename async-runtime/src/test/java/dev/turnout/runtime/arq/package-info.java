// SPDX-License-Identifier: Apache-2.0
/**
 * The behaviours that arq's own worker tests check, on this worker. Each test names its row of {@code docs/arq-parity.md}; start
 * at {@link dev.turnout.runtime.arq.ArqParityTest}, which holds the two together.
 */
@NullMarked
package dev.turnout.runtime.arq;

import org.jspecify.annotations.NullMarked;
