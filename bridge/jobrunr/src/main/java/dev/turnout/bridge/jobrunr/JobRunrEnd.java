// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.queue.Ends;
import dev.turnout.runtime.queue.Failure;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run as JobRunr's performer does: change the state, let the filters decide, write, tell the filters.
 *
 * <p>The task's own retry policy goes before them where it says something: never again, so often where the job does not
 * say, or after such a time.
 */
final class JobRunrEnd implements Ends {
    private static final String MESSAGE = "An exception occurred during the performance of the job";

    private final Job job;
    private final ClaimFilters filters;
    private final JobMapper mapper;
    private final UnaryOperator<Runnable> dressed;
    private final Set<String> before;
    private final int claimedStates;
    private @Nullable Decision decision;
    private boolean wasDiverted;

    /** @param dressed puts what it is given inside the job's logging context */
    JobRunrEnd(Job job, ClaimFilters filters, JobMapper mapper, UnaryOperator<Runnable> dressed) {
        this.job = job;
        this.filters = filters;
        this.mapper = mapper;
        this.dressed = dressed;
        this.before = Set.copyOf(job.getMetadata().keySet());
        this.claimedStates = job.getJobStates().size();
    }

    @Override
    public synchronized Decision succeeded() {
        return decide(
                () -> {
                    job.succeeded();
                    filters.runOnStateElectionFilter();
                },
                Optional.empty());
    }

    @Override
    public synchronized Decision failed(Failure failure) {
        return decide(
                () -> {
                    job.failed(MESSAGE, exception(failure.cause()));
                    if (failure.mayRetry()) {
                        elect(failure.defaultRetries());
                    }
                },
                failure.retryAfter());
    }

    @Override
    public void stored() {
        dressed.apply(() -> {
                    if (wasDiverted) { // then nobody has heard of PROCESSING yet
                        filters.tellOfChanges(job.getJobStates().size() - claimedStates + 1);
                    } else {
                        filters.runOnStateAppliedFilters();
                    }
                    if (job.hasState(StateName.FAILED)) {
                        filters.runOnJobFailedAfterRetriesFilters();
                    }
                })
                .run();
    }

    private Decision decide(Runnable change, Optional<Duration> delay) {
        Decision known = decision;
        if (known == null) {
            wasDiverted = !job.hasState(StateName.PROCESSING);
            if (!wasDiverted) {
                dressed.apply(change).run();
            }
            Set<String> gone = new HashSet<>(before);
            gone.removeAll(job.getMetadata().keySet());
            known = new Decision(mapper.serializeJob(job), delay, gone);
            decision = known;
        }
        return known;
    }

    /** JobRunr's retry filter asks the job first; where that says nothing, the task may. */
    private void elect(int retries) {
        boolean ours = job.getAmountOfRetries() == null && retries >= 0;
        if (ours) {
            job.setAmountOfRetries(retries);
        }
        filters.runOnStateElectionFilter();
        if (ours) {
            job.setAmountOfRetries(null);
        }
    }

    private static Exception exception(Throwable cause) {
        return cause instanceof Exception exception ? exception : new InvocationTargetException(cause);
    }
}
