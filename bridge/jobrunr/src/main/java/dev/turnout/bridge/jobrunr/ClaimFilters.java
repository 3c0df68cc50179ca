// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.util.List;
import java.util.function.Consumer;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.filters.ElectStateFilter;
import org.jobrunr.jobs.filters.JobDefaultFilters;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.JobPerformingFilters;
import org.jobrunr.jobs.states.StateName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters of one run, as JobRunr chooses them: its own, those of the application, those of the method. It knows the
 * change to PROCESSING too, which the claim has stored already when the job is read.
 */
final class ClaimFilters extends JobPerformingFilters {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimFilters.class);

    private final Job claimed;

    /** @throws RuntimeException if a filter that the method asks for cannot be made */
    ClaimFilters(Job job, List<? extends JobFilter> filters) {
        super(job, new JobDefaultFilters(List.copyOf(filters)));
        this.claimed = job;
    }

    /** Asks about PROCESSING; true if it stays at that. Then the others hear of it. */
    boolean claimed() {
        boolean stays = elect(StateName.PROCESSING);
        if (stays) {
            tellOfChanges(1);
        }
        return stays;
    }

    /** Asks about {@code state}, in which the job was read; true if it stays at that. */
    boolean elect(StateName state) {
        List.copyOf(jobFilters())
                .forEach(filter -> call(filter, ElectStateFilter.class, elect -> {
                    if (claimed.hasState(state)) {
                        elect.onStateElection(claimed, claimed.getJobState());
                    }
                }));
        return claimed.hasState(state);
    }

    /** Tells each filter of the last {@code changes} states, the first one first. */
    void tellOfChanges(int changes) {
        List.copyOf(jobFilters())
                .forEach(filter -> call(filter, ApplyStateFilter.class, apply -> {
                    for (int back = changes; back >= 1; back--) {
                        apply.onStateApplied(claimed, claimed.getJobState(-(back + 1)), claimed.getJobState(-back));
                    }
                }));
    }

    private static <F extends JobFilter> void call(JobFilter filter, Class<F> type, Consumer<F> call) {
        if (!type.isInstance(filter)) {
            return;
        }
        try {
            call.accept(type.cast(filter));
        } catch (Exception failure) { // as JobRunr does: a filter never ends a job
            LOG.error("Error evaluating JobFilter {}", filter.getClass().getName(), failure);
        }
    }
}
