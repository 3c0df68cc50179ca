// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a change of a route stands.
 *
 * @param target what was changed: the address of a task, {@code @group}, or {@code *}; the facade where its twin was named
 * @param epoch the epoch that the change made
 * @param cap how many jobs of the task, or of each task, may be in flight from now on over all async workers, where the
 *     change has set that: a first share is capped at the threads of the live legacy servers
 * @param answered live workers that obey the routes as they are now
 * @param silent live workers that have not said so yet, by name, host and process
 * @param reserved jobs of these tasks that rest between the pools and are not yet given back
 * @param lastClaim when an async worker last claimed a job of these tasks, by Redis' clock; empty for never
 * @param lastStart when an async worker last let a body of these tasks start, as they have said with their beats; empty for never
 */
public record Settled(
        String target,
        long epoch,
        OptionalInt cap,
        List<String> answered,
        List<String> silent,
        long reserved,
        Optional<Instant> lastClaim,
        Optional<Instant> lastStart) {
    public Settled {
        answered = List.copyOf(answered);
        silent = List.copyOf(silent);
    }

    /** Whether every live worker obeys it and nothing rests between the pools. */
    public boolean done() {
        return silent.isEmpty() && reserved == 0;
    }
}
