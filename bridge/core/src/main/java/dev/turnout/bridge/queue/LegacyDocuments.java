// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored form of the jobs that a worker holds: how something that knows the framework gets at what the queue carries
 * through unread, and says what this worker could not honour. Safe for use by several threads.
 */
public final class LegacyDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyDocuments.class);

    private final HeldJobs held;
    private final Executor filters;
    private final Set<TaskAddress> known = ConcurrentHashMap.newKeySet();
    private volatile Function<TaskAddress, List<String>> judge = TaskMarks::unfit;
    private volatile DueFilters due = (task, job) -> Optional.empty();
    private volatile Supplier<List<String>> names = List::of;
    private volatile Map<TaskAddress, String> unbound = Map.of();

    LegacyDocuments(HeldJobs held, Executor filters) {
        this.held = held;
        this.filters = filters;
    }

    /** The job behind {@code claim}; empty if it is not held any more. Never blocks. */
    public Optional<StoredJob> of(Claim claim) {
        return held.of(claim).map(job -> job);
    }

    /**
     * Asks {@code judge} from now on why this worker could not run a task as the legacy pool does; none means that it can.
     * To be called before the first claim. Without a judge, a task is not fit whose class names JobRunr's job
     * filters, or asks its context for what earlier attempts kept.
     */
    public void judgeBy(Function<TaskAddress, List<String>> judge) {
        this.judge = judge;
    }

    /**
     * Asks {@code filters} from now on about each job of a known task that is due, and tells them of those that were taken back after a
     * crash; what they throw is logged.
     */
    public void askWhenDue(DueFilters filters) {
        due = filters;
    }

    /**
     * Says the class names of the filters that this worker runs around every job. A switch is refused while a legacy server has
     * others. To be called before the worker is announced.
     */
    public void runsFilters(List<String> classNames) {
        List<String> copy = List.copyOf(classNames);
        runsFilters(() -> copy);
    }

    /** The same; asked for at each announcement. */
    public void runsFilters(Supplier<List<String>> classNames) {
        names = classNames;
    }

    List<String> filterNames() {
        return names.get();
    }

    /** What filters make of {@code enqueued}, a job that is due. Never fails. */
    CompletionStage<Optional<DueFilters.Say>> whenDue(JobDocument enqueued) {
        return known.contains(enqueued.task())
                ? CompletableFuture.supplyAsync(() -> due.due(enqueued.task(), enqueued.json()), filters)
                        .exceptionally(failure -> {
                            notAllHeard(enqueued, failure);
                            return Optional.empty();
                        })
                : CompletableFuture.completedFuture(Optional.empty());
    }

    void stored(JobDocument job, DueFilters.Say say) {
        CompletableFuture.runAsync(say::stored, filters).exceptionally(failure -> {
            notAllHeard(job, failure);
            return null;
        });
    }

    /** Tells filters of a job that was taken back after a crash. Never fails. */
    void takenBack(JobDocument job) {
        if (!known.contains(job.task())) {
            return;
        }
        CompletableFuture.runAsync(() -> due.takenBack(job.task(), job.json()), filters)
                .exceptionally(failure -> {
                    LOG.warn(
                            "TURNOUT-0664 job {} was taken back after a crash, but not all filters have heard of it.",
                            job.id(),
                            failure);
                    return null;
                });
    }

    static void notAllHeard(JobDocument job, Throwable failure) {
        LOG.warn("TURNOUT-0676 job {} is due, but not all filters were asked or have heard of it.", job.id(), failure);
    }

    /** What the worker itself says of its tasks, beside what the judge says. */
    void unbound(Map<TaskAddress, String> reasons) {
        unbound = Map.copyOf(reasons);
    }

    List<String> unfit(TaskAddress task) {
        known.add(task);
        List<String> reasons = new ArrayList<>(judge.apply(task));
        Optional.ofNullable(unbound.get(task)).ifPresent(reasons::add);
        return reasons;
    }
}
