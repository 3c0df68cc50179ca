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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
    private volatile Function<TaskAddress, List<String>> judge = FilterMarks::of;
    private volatile Map<TaskAddress, String> unbound = Map.of();
    private volatile BiConsumer<TaskAddress, String> ear = (task, job) -> {};

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
     * To be called before the first claim. Without a judge, a task whose class names JobRunr's job filters is not fit.
     */
    public void judgeBy(Function<TaskAddress, List<String>> judge) {
        this.judge = judge;
    }

    /**
     * Tells {@code ear} from now on of each job of a known task that this worker has made claimable because it was due: the
     * task, and the document as it is stored then. On threads of the queue that may wait; a throw is logged.
     */
    public void hearPromotions(BiConsumer<TaskAddress, String> ear) {
        this.ear = ear;
    }

    void promoted(JobDocument job) {
        if (known.contains(job.task())) {
            filters.execute(() -> tell(job));
        }
    }

    private void tell(JobDocument job) {
        try {
            ear.accept(job.task(), job.json());
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn(
                    "TURNOUT-0676 job {} is due and claimable, but not all filters have heard of it.",
                    job.id(),
                    failure);
        }
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
