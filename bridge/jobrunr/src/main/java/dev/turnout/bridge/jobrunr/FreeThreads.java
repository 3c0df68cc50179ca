// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.util.function.Supplier;
import org.jobrunr.server.strategy.WorkDistributionStrategy;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jspecify.annotations.Nullable;

/** Claims for free threads only, and never past the bound of jobs in flight. Keeps the order of the policy it wraps. */
final class FreeThreads implements WorkDistributionStrategy {
    private final WorkDistributionStrategy threads;
    private final int inFlight;
    private final Supplier<@Nullable AwaitingExecutor> executor;

    FreeThreads(WorkDistributionStrategy threads, int inFlight, Supplier<@Nullable AwaitingExecutor> executor) {
        this.threads = threads;
        this.inFlight = inFlight == 0 ? threads.getWorkerCount() : inFlight;
        this.executor = executor;
    }

    /** What the dashboard shows as the size of the pool: the jobs that may be under way at once. */
    @Override
    public int getWorkerCount() {
        return inFlight;
    }

    /** Whether there is room for a job. JobRunr 7 asks for it; 8 asks for a page of none. */
    @SuppressWarnings("MissingOverride") // there is nothing to override on 8
    public boolean canOnboardNewWork() {
        return room() > 0;
    }

    @Override
    public AmountRequest getWorkPageRequest() {
        return new AmountRequest(threads.getWorkPageRequest().getOrder(), room());
    }

    private int room() {
        AwaitingExecutor current = executor.get();
        if (current == null) {
            return 0;
        }
        int atWork = current.atWork();
        return Math.max(0, Math.min(current.getWorkerCount() - atWork, inFlight - atWork - current.inFlight()));
    }
}
