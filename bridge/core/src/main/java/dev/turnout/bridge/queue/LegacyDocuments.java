// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.TaskAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The stored form of the jobs that a worker holds: how something that knows the framework gets at what the queue carries
 * through unread, and says what this worker could not honour. Safe for use by several threads.
 */
public final class LegacyDocuments {
    private final HeldJobs held;
    private volatile Function<TaskAddress, List<String>> judge = FilterMarks::of;

    LegacyDocuments(HeldJobs held) {
        this.held = held;
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

    List<String> unfit(TaskAddress task) {
        return judge.apply(task);
    }
}
