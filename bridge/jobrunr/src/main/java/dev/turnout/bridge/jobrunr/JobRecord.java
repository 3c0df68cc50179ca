// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.lang.reflect.InvocationTargetException;
import java.util.function.Consumer;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.IllegalJobStateChangeException;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobActivatorShutdownException;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the store what became of a job, in the words of JobRunr's own performer: other servers, the retry filter
 * and the dashboard see no difference. The save runs the state filters; a save that fails is logged, and JobRunr's
 * search for orphans makes it good.
 */
final class JobRecord {
    private static final Logger LOG = LoggerFactory.getLogger(JobRecord.class);
    private static final int MAX_CAUSES = 64;

    private final BackgroundJobServer server;
    private final Job job;
    private final Consumer<Job> save;

    JobRecord(BackgroundJobServer server, Job job, Consumer<Job> save) {
        this.server = server;
        this.job = job;
        this.save = save;
    }

    /** Takes the job for this server, if the store has not done so while fetching it. False: somebody else has it. */
    boolean started() {
        if (job.hasState(StateName.PROCESSING)
                && server.getId().equals(job.<ProcessingState>getJobState().getServerId())) {
            return true;
        }
        try {
            job.startProcessingOn(server);
            save.accept(job);
            return job.hasState(StateName.PROCESSING);
        } catch (ConcurrentJobModificationException taken) {
            LOG.trace("Job {} is already in a newer state, left alone", job.getId(), taken);
            return false;
        }
    }

    void succeeded() {
        write(() -> {
            job.succeeded();
            save.accept(job);
        });
    }

    /** Records a failed attempt, unless the job was deleted meanwhile and its run stopped for that. */
    void failed(Throwable failure) {
        boolean interrupted = causedBy(failure, InterruptedException.class);
        if (interrupted && job.hasState(StateName.DELETED)) {
            return;
        }
        boolean stopped = interrupted || causedBy(failure, JobActivatorShutdownException.class);
        String message = stopped
                ? "Job processing was stopped as background job server has stopped"
                : "An exception occurred during the performance of the job";
        write(() -> {
            job.failed(message, failure instanceof Exception seen ? seen : thrownByMethod(failure));
            save.accept(job);
            LOG.warn("Job(id={}, jobName='{}') failed: {}", job.getId(), job.getJobName(), message, failure);
        });
    }

    /** A failure as JobRunr's runner would have thrown it: what server filters are used to. */
    static Exception thrownByMethod(Throwable failure) {
        return failure instanceof InterruptedException interrupted
                ? interrupted
                : new InvocationTargetException(failure);
    }

    private void write(Runnable change) {
        try {
            change.run();
        } catch (IllegalJobStateChangeException illegal) {
            if (illegal.getFrom() == StateName.DELETED) {
                LOG.info("Job {} ended after it was deleted: the end is not recorded", job.getId());
            } else {
                LOG.error("TURNOUT-0403 The end of job {} cannot be recorded.", job.getId(), illegal);
            }
        } catch (RuntimeException refused) {
            LOG.error(
                    "TURNOUT-0403 The end of job {} cannot be recorded. It stays PROCESSING until JobRunr's master finds"
                            + " it orphaned, and then runs again.",
                    job.getId(),
                    refused);
        }
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth < MAX_CAUSES; each = each.getCause(), depth++) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
