// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.JobStore;
import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs of jobs that somebody has put into another state while they run here, as by a delete and a requeue between two beats.
 *
 * <p>JobRunr knows what to do when a running job was deleted, or taken by another server. For any other state it has no answer: each
 * beat of the job fails, and after some the whole server shuts itself down.
 */
final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final JobStore store;
    private final JobBodies bodies;
    private final Wakes wakes;

    Revocations(JobStore store, JobBodies bodies, Wakes wakes) {
        this.store = store;
        this.bodies = bodies;
        this.wakes = wakes;
    }

    /** Those of {@code lost}, jobs whose beat was refused, that JobRunr has to deal with; the runs of the others were interrupted. */
    List<Job> except(List<Job> lost) {
        return lost.stream().filter(job -> !revokes(job)).toList();
    }

    private boolean revokes(Job job) {
        if (!job.hasState(StateName.PROCESSING)) {
            return false;
        }
        String body = store.body(job.getId().toString()).orElse("");
        if (body.isEmpty()) {
            return false;
        }
        StateName now = bodies.mapper().deserializeJob(body).getState();
        if (now == StateName.PROCESSING || now == StateName.DELETED) {
            return false;
        }
        LOG.warn(
                "TURNOUT-0619 somebody has put job {} into state {} while it ran here. Its run is interrupted, and how it ends is not"
                        + " stored.",
                job.getId(),
                now);
        wakes.ended(job.getId());
        wakes.servers().forEach(server -> interrupt(server, job));
        return true;
    }

    private static void interrupt(BackgroundJobServer server, Job job) {
        Thread thread = server.getJobSteward().getThreadProcessingJob(job);
        if (thread != null) {
            thread.interrupt();
        }
    }
}
