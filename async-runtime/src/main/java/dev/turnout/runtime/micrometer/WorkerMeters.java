// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a worker, as Micrometer meters: {@code docs/observability.md} lists them. Give it to the worker as a listener and
 * bind it to a registry, in any order; what happens before it is bound is not counted.
 *
 * <pre>{@code
 * WorkerMeters meters = WorkerMeters.of(queue, tasks);
 * meters.bindTo(registry);
 * Worker worker = Worker.on(queue).tasks(tasks).listener(meters).build().start();
 * }</pre>
 *
 * <p>All meters are tagged {@code pool=async}, those of tasks with {@code task} too: its address if it is registered, else {@code
 * other}. One that is bound asks the queue for its backlog, every 15 s on a thread of its own, until it is closed. Reading a meter
 * never asks the queue. Safe for use by several threads.
 */
public final class WorkerMeters extends ClaimEnds implements MeterBinder, AutoCloseable {
    private static final Tags POOL = Tags.of("pool", "async");

    private final Queue queue;
    private final Supplier<TaskRegistry> tasks;
    private final Tags tags;
    private final BacklogWatch backlog;
    private final Map<RunKey, Long> since = new ConcurrentHashMap<>();
    private final Map<TaskAddress, AtomicInteger> running = new ConcurrentHashMap<>();
    private final List<RegistryMeters> bound = new CopyOnWriteArrayList<>();
    private @Nullable Set<TaskAddress> addresses; // guarded by this

    WorkerMeters(Queue queue, Supplier<TaskRegistry> tasks, Tags tags, Duration askEvery) {
        this.queue = queue;
        this.tasks = tasks;
        this.tags = tags;
        this.backlog = new BacklogWatch(queue::door, this::addresses, askEvery);
    }

    /** The figures of a worker of {@code queue} that runs {@code tasks}. */
    public static WorkerMeters of(Queue queue, TaskRegistry tasks) {
        return of(queue, () -> tasks, List.of());
    }

    /**
     * The figures of one of several workers in a process.
     *
     * @param tasks asked once, when it is bound
     * @param more tags for each meter, which tell this worker's from the others'
     */
    public static WorkerMeters of(Queue queue, Supplier<TaskRegistry> tasks, Iterable<Tag> more) {
        return new WorkerMeters(queue, tasks, POOL.and(more), BacklogWatch.EVERY);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        RegistryMeters meters = new RegistryMeters(registry, tags, addresses());
        meters.inFlight(task -> inFlight(task).get());
        meters.epoch(() -> queue.routes().epoch());
        meters.backlog(backlog);
        bound.add(meters);
        backlog.start();
    }

    @Override
    public void started(Claim claim) {
        since.put(RunKey.of(claim), System.nanoTime());
        inFlight(claim.task()).incrementAndGet();
        bound.forEach(meters -> meters.of(claim.task()).started(claim.waited()));
    }

    @Override
    void over(Claim claim, Outcome outcome, Optional<Throwable> failure) {
        Long start = since.remove(RunKey.of(claim));
        if (start != null) {
            inFlight(claim.task()).decrementAndGet();
        }
        Optional<Duration> took = Optional.ofNullable(start).map(from -> Duration.ofNanos(System.nanoTime() - from));
        bound.forEach(meters -> meters.of(claim.task()).finished(outcome, took));
    }

    @Override
    public void blocked(LoopBlock block) {
        bound.forEach(meters -> block.claim()
                .map(claim -> meters.of(claim.task()))
                .orElseGet(meters::other)
                .blocked());
    }

    /** Asks the queue no more, and takes the gauges out of the registries. Call it after the worker's close. */
    @Override
    public void close() {
        backlog.stop();
        bound.forEach(RegistryMeters::close);
        bound.clear();
    }

    /** Runs of which something is remembered. */
    int held() {
        return since.size();
    }

    private AtomicInteger inFlight(TaskAddress task) {
        return running.computeIfAbsent(task, first -> new AtomicInteger());
    }

    private synchronized Set<TaskAddress> addresses() {
        if (addresses == null) {
            addresses = tasks.get().addresses();
        }
        return addresses;
    }
}
