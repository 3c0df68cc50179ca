// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.BurstResult.FailedJob;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.JobId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the last failed attempt of each job that is to be tried again. */
final class Attempts implements WorkerListener {
    private final Map<JobId, FailedJob> last = new LinkedHashMap<>(); // guarded by this

    @Override
    public synchronized void retried(Claim claim, Throwable failure) {
        last.put(claim.id(), new FailedJob(claim.id(), claim.task(), claim.attempt(), failure));
    }

    synchronized List<FailedJob> failures() {
        return List.copyOf(last.values());
    }
}
