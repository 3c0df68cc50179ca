// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.queue.DueFilters;
import java.util.HashSet;
import java.util.Set;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;

/** A planned job that is due: the filters have decided what becomes of it, and hear of it when it is stored. */
final class DueJob implements DueFilters.Say {
    private final Job job;
    private final ClaimFilters filters;
    private final int changes;
    private final String json;
    private final Set<String> gone;

    private DueJob(Job job, ClaimFilters filters, int changes, String json, Set<String> gone) {
        this.job = job;
        this.filters = filters;
        this.changes = changes;
        this.json = json;
        this.gone = gone;
    }

    /** Asks about {@code job}, which is ENQUEUED as its last state says, and not stored so. */
    static DueJob elect(Job job, ClaimFilters filters, JobMapper mapper) {
        int before = job.getJobStates().size() - 1;
        Set<String> gone = new HashSet<>(job.getMetadata().keySet());
        filters.elect(StateName.ENQUEUED);
        gone.removeAll(job.getMetadata().keySet());
        return new DueJob(job, filters, job.getJobStates().size() - before, mapper.serializeJob(job), Set.copyOf(gone));
    }

    @Override
    public String json() {
        return json;
    }

    @Override
    public Set<String> gone() {
        return gone;
    }

    @Override
    public void stored() {
        filters.tellOfChanges(changes);
    }
}
