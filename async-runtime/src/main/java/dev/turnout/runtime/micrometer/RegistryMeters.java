// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Door.Backlog;
import dev.turnout.runtime.task.TaskAddress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** All meters of a worker in one registry. What a task may be called is bounded: by the tasks that are registered. */
final class RegistryMeters {
    private static final String TASK = "task";
    private static final String OTHER = "other";
    private static final double MILLIS_A_SECOND = 1_000.0;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<TaskAddress, TaskMeters> known = new HashMap<>();
    private final List<Meter> gauges = new ArrayList<>();
    private @Nullable TaskMeters other; // guarded by this

    RegistryMeters(MeterRegistry registry, Tags tags, Set<TaskAddress> tasks) {
        this.registry = registry;
        this.tags = tags;
        tasks.forEach(task -> known.put(task, new TaskMeters(registry, tags.and(TASK, task.toString()))));
    }

    /** The meters of {@code task}; those of all that are not registered are the same. */
    TaskMeters of(TaskAddress task) {
        TaskMeters meters = known.get(task);
        return meters == null ? other() : meters;
    }

    /** The meters of what is no registered task's. */
    synchronized TaskMeters other() {
        if (other == null) {
            other = new TaskMeters(registry, tags.and(TASK, OTHER));
        }
        return other;
    }

    void inFlight(ToIntFunction<TaskAddress> running) {
        known.keySet()
                .forEach(task -> gauges.add(Gauge.builder("turnout.jobs.inflight", () -> running.applyAsInt(task))
                        .description("Bodies that were started and whose end is not stored yet")
                        .tags(tags.and(TASK, task.toString()))
                        .register(registry)));
    }

    void epoch(LongSupplier epoch) {
        gauge("turnout.route.epoch", "The epoch of the routes that this worker obeys", epoch::getAsLong);
    }

    void backlog(BacklogWatch watch) {
        gauge("turnout.backlog.claimable", "Jobs that async workers may claim", () -> watch.figure(Backlog::claimable));
        gauge(
                "turnout.backlog.paused",
                "Jobs that would be claimable, but for a pause",
                () -> watch.figure(Backlog::paused));
        gauge(
                "turnout.backlog.deferred",
                "Jobs that are due later, retries too",
                () -> watch.figure(Backlog::deferred));
        gauge("turnout.backlog.parked", "Jobs that workers have left alone", () -> watch.figure(Backlog::parked));
        Supplier<Number> oldest = () -> watch.figure(backlog -> backlog.oldest().toMillis() / MILLIS_A_SECOND);
        gauges.add(TimeGauge.builder("turnout.backlog.oldest", oldest, TimeUnit.SECONDS)
                .description("How long the oldest claimable job has been due")
                .tags(tags)
                .register(registry));
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        gauges.add(
                Gauge.builder(name, value).description(description).tags(tags).register(registry));
    }

    /** Takes the gauges out, which show what is; counters and timers, which say what was, stay. */
    void close() {
        gauges.forEach(registry::remove);
    }
}
