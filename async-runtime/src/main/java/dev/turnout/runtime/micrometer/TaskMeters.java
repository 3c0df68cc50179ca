// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one task in one registry. Counters are there from the start, so that the first increase is seen as one. */
final class TaskMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter started;
    private final Counter lost;
    private final Counter blocks;
    private final Timer waited;
    private final Map<Outcome, Counter> finished = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Timer> durations =
            new ConcurrentHashMap<>(); // those that occur, as each is several series

    TaskMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        started = Counter.builder("turnout.jobs.started")
                .description("Bodies that were started")
                .tags(tags)
                .register(registry);
        lost = Counter.builder("turnout.claims.lost")
                .description("Claims that were lost or abandoned; their jobs are run again, or were ended by somebody")
                .tags(tags)
                .register(registry);
        blocks = Counter.builder("turnout.loop.blocks")
                .description("Pieces that held an event-loop thread for too long")
                .tags(tags)
                .register(registry);
        waited = Timer.builder("turnout.job.wait")
                .description("How long jobs were due before they were claimed")
                .tags(tags)
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            finished.put(
                    outcome,
                    Counter.builder("turnout.jobs.finished")
                            .description("Claims that are over")
                            .tags(tags.and(Outcome.KEY, outcome.tag()))
                            .register(registry));
        }
    }

    void started(Duration waiting) {
        started.increment();
        waited.record(waiting);
    }

    /** @param took from the start of the body; empty if it was not started */
    void finished(Outcome outcome, Optional<Duration> took) {
        finished.getOrDefault(outcome, lost).increment();
        if (outcome == Outcome.LOST || outcome == Outcome.ABANDONED) {
            lost.increment();
        }
        took.ifPresent(
                time -> durations.computeIfAbsent(outcome, this::duration).record(time));
    }

    void blocked() {
        blocks.increment();
    }

    private Timer duration(Outcome outcome) {
        return Timer.builder("turnout.job.duration")
                .description("From the start of a body until its end was stored")
                .tags(tags.and(Outcome.KEY, outcome.tag()))
                .register(registry);
    }
}
