// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.internal.JobRun.State;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports claims that do not end: once past the limit, and again each time their age has doubled. Abandons those whose body runs
 * past the second limit, or that wait so long for a thread of their lane, if there is one: the wait does not count for the run.
 * One thread calls it.
 */
final class StageWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StageWatch.class);

    private final HeldClaims held;
    private final Duration limit;
    private final Optional<Duration> abandonAfter;
    private final Consumer<HeldClaim> abandon;
    private final Map<HeldClaim, Duration> reported = new WeakHashMap<>();

    StageWatch(HeldClaims held, Duration limit, Optional<Duration> abandonAfter, Consumer<HeldClaim> abandon) {
        this.held = held;
        this.limit = limit;
        this.abandonAfter = abandonAfter;
        this.abandon = abandon;
    }

    /** @return how many were reported */
    int tick() {
        int reports = 0;
        for (HeldClaim run : held.in(State.CLAIMED, State.RUNNING, State.LOST, State.CANCELLED)) {
            Duration age = run.age();
            if (abandonAfter.isPresent() && run.turn().compareTo(abandonAfter.get()) >= 0) {
                abandon.accept(run);
            } else if (age.compareTo(reported.getOrDefault(run, limit)) >= 0) {
                reported.put(run, age.multipliedBy(2));
                reports++;
                LOG.warn(
                        "TURNOUT-0310 job {} of task {} has held a slot for {} s and {} ({}). {}",
                        run.claim().id(),
                        run.claim().task(),
                        age.toSeconds(),
                        run.begun() ? "its stage has not ended" : "its body has not begun",
                        run.state(),
                        whatNext(run.state()));
            }
        }
        return reports;
    }

    private static String whatNext(State state) {
        return switch (state) {
            case CLAIMED -> "Its lease is renewed. Give its lane more threads, or look what holds them.";
            case RUNNING -> "Its lease is renewed. Give the task a time-out, or look what it waits for.";
            default ->
                "It is no longer this worker's, its lease is not renewed, and its result will be dropped; the slot is free"
                        + " when no thread runs it. Let the task react to the interrupt, or look what it waits for.";
        };
    }
}
