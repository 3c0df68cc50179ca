// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Door.Backlog;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the queue now and then how much there is to do, on a thread of its own: who reads a gauge gets what was answered last, and
 * never waits for Redis.
 */
final class BacklogWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);
    static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final Supplier<Door> door;
    private final Supplier<Set<TaskAddress>> tasks;
    private final Duration every;
    private @Nullable ScheduledThreadPoolExecutor timer; // guarded by this
    private volatile @Nullable Backlog last;
    private volatile boolean told;

    BacklogWatch(Supplier<Door> door, Supplier<Set<TaskAddress>> tasks, Duration every) {
        this.door = door;
        this.tasks = tasks;
        this.every = every;
    }

    /** The figure as last answered; not a number where there is no answer. */
    double figure(ToDoubleFunction<Backlog> which) {
        Backlog known = last;
        return known == null ? Double.NaN : which.applyAsDouble(known);
    }

    /** Begins to ask. A second call does nothing. */
    synchronized void start() {
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, body -> {
                Thread thread = new Thread(body, "turnout-backlog");
                thread.setDaemon(true);
                return thread;
            });
            timer.scheduleWithFixedDelay(this::askAndWait, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Asks no more; the figures are unknown from now on. */
    synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
        last = null;
    }

    /** Waits here, so that one question is out at a time and the next one comes {@link #EVERY} after its answer. */
    private void askAndWait() {
        try {
            CompletionStage<Backlog> answer = door.get().backlog(tasks.get());
            last = answer.thenApply(given -> given)
                    .toCompletableFuture()
                    .get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            told = false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            last = null;
        } catch (Exception | LinkageError none) {
            last = null;
            if (!told) {
                told = true;
                LOG.warn(
                        "TURNOUT-0360 the queue does not say how much there is to do; the backlog gauges are not a number"
                                + " until it does. It is asked again every {} s. Look at the connection to Redis.",
                        every.toSeconds(),
                        none);
            }
        }
    }
}
