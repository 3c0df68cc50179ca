// SPDX-License-Identifier: Apache-2.0
/**
 * The queue SPI on JobRunr 7's layout: one queue for two pools. Start at {@link dev.turnout.bridge.queue.LegacyQueue}.
 */
@NullMarked
package dev.turnout.bridge.queue;

import org.jspecify.annotations.NullMarked;
