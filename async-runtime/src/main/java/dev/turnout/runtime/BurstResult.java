// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.List;

/**
 * What a burst did.
 *
 * @param counts what became of its claims
 * @param failures jobs that failed for good or were parked, at most the last hundred, oldest first
 */
public record BurstResult(WorkerCounts counts, List<FailedJob> failures) {
    public BurstResult {
        failures = List.copyOf(failures);
    }

    /**
     * The number of jobs that ended well.
     *
     * @throws FailedJobs if one failed for good or was parked; it has the first failure as its cause
     */
    public long orThrow() {
        if (!failures.isEmpty()) {
            throw new FailedJobs(this);
        }
        return counts.completed();
    }

    /**
     * A job that did not end well.
     *
     * @param attempt the attempt that was the last, 1 for the first
     * @param failure what that attempt failed with; for a parked job, why it could not be run
     */
    public record FailedJob(JobId id, TaskAddress task, int attempt, Throwable failure) {}
}
