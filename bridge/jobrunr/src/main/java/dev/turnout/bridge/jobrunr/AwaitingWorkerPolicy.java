// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.util.function.Supplier;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerWorkerPolicy;
import org.jobrunr.server.strategy.WorkDistributionStrategy;
import org.jobrunr.server.threadpool.JobRunrExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a JobRunr server have more jobs in flight than it has threads. Wraps the policy that the server would have had,
 * which still makes the threads.
 *
 * <p>Two bounds hold. The server claims at most as many jobs as it has free threads at that moment, so a job that
 * blocks never waits in PROCESSING where nobody keeps it alive; and threads at work plus stages in flight are never more
 * than {@code inFlight}. By default that is the number of threads: the throttle that the back ends of the application
 * have always had. Raising it is a decision.
 *
 * <p>The activator finds the beans of twins; JobRunr keeps its own to itself. One policy serves one server.
 */
public final class AwaitingWorkerPolicy implements BackgroundJobServerWorkerPolicy {
    private final BackgroundJobServerWorkerPolicy threads;
    private final Supplier<? extends @Nullable JobActivator> activator;
    private final int inFlight;
    private volatile @Nullable BackgroundJobServer server;
    private volatile @Nullable AwaitingExecutor executor;

    private AwaitingWorkerPolicy(
            BackgroundJobServerWorkerPolicy threads,
            Supplier<? extends @Nullable JobActivator> activator,
            int inFlight) {
        this.threads = threads;
        this.activator = activator;
        this.inFlight = inFlight;
    }

    /** As many jobs in flight as {@code threads} has threads. */
    public static AwaitingWorkerPolicy around(BackgroundJobServerWorkerPolicy threads, JobActivator activator) {
        return around(threads, () -> activator);
    }

    /** The same, where the activator is known later; a supplier that gives null leaves beans to their constructor. */
    public static AwaitingWorkerPolicy around(
            BackgroundJobServerWorkerPolicy threads, Supplier<? extends @Nullable JobActivator> activator) {
        return new AwaitingWorkerPolicy(threads, activator, 0);
    }

    /**
     * A copy with another bound; 0 for the number of threads.
     *
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public AwaitingWorkerPolicy inFlight(int most) {
        if (most < 0) {
            throw new IllegalArgumentException(
                    "TURNOUT-0404 " + most + " jobs in flight; use 0 for the number of threads");
        }
        return new AwaitingWorkerPolicy(threads, activator, most);
    }

    /** {@inheritDoc} */
    @Override
    public WorkDistributionStrategy toWorkDistributionStrategy(BackgroundJobServer newServer) {
        if (server != null) {
            throw new IllegalStateException(
                    "TURNOUT-0405 This worker policy already serves a background job server. Make one for each.");
        }
        server = newServer;
        return new FreeThreads(threads.toWorkDistributionStrategy(newServer), inFlight, () -> executor);
    }

    /** {@inheritDoc} Called at each start and each resume of the server. */
    @Override
    public JobRunrExecutor toJobRunrExecutor() {
        BackgroundJobServer owner = server;
        if (owner == null) {
            throw new IllegalStateException("TURNOUT-0405 The executor was asked for before the server was made.");
        }
        AwaitingExecutor made = new AwaitingExecutor(threads.toJobRunrExecutor(), owner.getJobSteward());
        executor = made;
        return made;
    }

    @Nullable
    JobActivator activator() {
        return activator.get();
    }
}
