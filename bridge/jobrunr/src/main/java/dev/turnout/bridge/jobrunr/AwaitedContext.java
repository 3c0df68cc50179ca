// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.context.JobRunrDashboardLogger;
import org.jobrunr.jobs.states.StateName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a twin sees of its run where a JobRunr server awaits it. Its token is the job's version when the run began: it grows from run
 * to run of JobRunr's servers, and says nothing beside the tokens of async workers. A crash is a failed attempt, as JobRunr has it.
 */
final class AwaitedContext implements TaskContext {
    private final Job job;
    private final JobContext dashboard;
    private final int attempt;
    private final long token;
    private final Optional<Instant> deadline;
    private final Logger logger;
    private final CompletableFuture<@Nullable Void> cancellation = new CompletableFuture<>();

    /** @param timeout zero for none */
    AwaitedContext(Job job, JobContext dashboard, Duration timeout) {
        this.job = job;
        this.dashboard = dashboard;
        this.attempt = (int) job.getJobStates().stream()
                .filter(state -> state.getName() == StateName.PROCESSING)
                .count();
        this.token = job.getVersion();
        this.deadline =
                timeout.isZero() ? Optional.empty() : Optional.of(Instant.now().plus(timeout));
        this.logger = new JobRunrDashboardLogger(
                LoggerFactory.getLogger(job.getJobDetails().getClassName()));
    }

    /** The run was ended from outside. */
    void cancel() {
        cancellation.complete(null);
    }

    @Override
    public JobId id() {
        return new JobId(job.getId().toString());
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public int crashes() {
        return 0;
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public TaskAddress task() {
        JobDetails details = job.getJobDetails();
        return new TaskAddress(
                details.getClassName(),
                details.getMethodName(),
                details.getJobParameters().stream()
                        .map(JobParameter::getClassName)
                        .toList());
    }

    @Override
    public Optional<Instant> deadline() {
        return deadline;
    }

    @Override
    public boolean cancelled() {
        return cancellation.isDone();
    }

    @Override
    public CompletionStage<@Nullable Void> cancellation() {
        return cancellation.minimalCompletionStage();
    }

    @Override
    public void progress(long done, long total) {
        if (done < 0 || total < 1) {
            throw new IllegalArgumentException("TURNOUT-0120 progress " + done + " of " + total
                    + " makes no sense; done is 0 or more, total 1 or more.");
        }
        dashboard.progressBar(total).setProgress(done);
    }

    @Override
    public Logger logger() {
        return logger;
    }
}
