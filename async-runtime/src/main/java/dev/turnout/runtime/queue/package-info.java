// SPDX-License-Identifier: Apache-2.0
/**
 * The SPI between worker and queue layout: {@link dev.turnout.runtime.queue.Claims}, {@link
 * dev.turnout.runtime.queue.Duties}, {@link dev.turnout.runtime.queue.Presence}, {@link
 * dev.turnout.runtime.queue.Door}. Start at {@link dev.turnout.runtime.queue.Claims}.
 */
@NullMarked
package dev.turnout.runtime.queue;

import org.jspecify.annotations.NullMarked;
