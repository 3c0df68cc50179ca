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
 * Reports runs that do not end: once past the limit, and again each time their age has doubled; abandons them past the second
 * limit, if there is one. One thread calls it.
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
            if (abandonAfter.isPresent() && age.compareTo(abandonAfter.get()) >= 0) {
                abandon.accept(run);
            } else if (age.compareTo(reported.getOrDefault(run, limit)) >= 0) {
                reported.put(run, age.multipliedBy(2));
                reports++;
                LOG.warn(
                        "TURNOUT-0310 job {} of task {} has held a slot for {} s and its stage has not ended ({}). Its"
                                + " lease is renewed. Give the task a time-out, or look what it waits for.",
                        run.claim().id(),
                        run.claim().task(),
                        age.toSeconds(),
                        run.state());
            }
        }
        return reports;
    }
}
