// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import java.time.Instant;

/**
 * One change that somebody made to what binds the pools.
 *
 * @param at by Redis' clock
 * @param epoch of the routes, after the change
 * @param who who made it
 * @param what what was changed: {@code route}, {@code group}, {@code cap}, {@code pause}, {@code age}, or {@code other}
 * @param target task, {@code @group}, {@code *} for all, or what else it was about
 * @param from what stood there before; empty for nothing
 * @param to what stands there now
 * @param why the reason
 */
public record Entry(
        Instant at, long epoch, String who, String what, String target, String from, String to, String why) {}
