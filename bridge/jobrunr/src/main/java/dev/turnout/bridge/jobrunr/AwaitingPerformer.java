// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.task.TaskContext;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.filters.JobPerformingFilters;
import org.jobrunr.jobs.mappers.MDCMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobPerformer;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobActivator;
import org.jobrunr.utils.reflection.ReflectionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Performs a job whose work is a stage: starts it, gives the thread back, and records the end when the stage ends.
 *
 * <p>Under a foreign worker policy there is nobody who could stop stages with the server, so the thread waits for the
 * stage as it would under a facade. Either way no job succeeds before its stage has.
 */
final class AwaitingPerformer extends BackgroundJobPerformer {
    private final BackgroundJobServer server;
    private final Job job;
    private final StageTask task;
    private final @Nullable JobActivator activator;
    private final JobPerformingFilters filters;
    private final JobRecord record;
    private @Nullable AwaitingExecutor executor;

    AwaitingPerformer(BackgroundJobServer server, Job job, StageTask task, @Nullable JobActivator activator) {
        super(server, job);
        this.server = server;
        this.job = job;
        this.task = task;
        this.activator = activator;
        this.filters = new JobPerformingFilters(job, server.getJobFilters());
        this.record = new JobRecord(server, job, this::saveAndRunStateRelatedJobFilters);
    }

    /** The executor that is about to run this, and that can let it go while its stage is in flight; gives its server. */
    BackgroundJobServer boards(AwaitingExecutor chosen) {
        executor = chosen;
        return server;
    }

    @Override
    public void run() {
        AwaitingExecutor board = executor;
        boolean inFlight = false;
        server.getJobSteward().notifyThreadOccupied();
        try {
            MDCMapper.loadMDCContextFromJob(job);
            if (record.started()) {
                if (board == null) {
                    await();
                } else {
                    inFlight = true;
                    new InFlight(server, job, filters, record, board, task).begin(this::start);
                }
            }
        } catch (Exception failure) {
            record.failed(failure);
        } finally {
            if (!inFlight) {
                server.getJobSteward().notifyThreadIdle();
            }
            MDC.clear();
        }
    }

    /** As JobRunr's own, with the one set of filters that this run has. */
    @Override
    protected void saveAndRunStateRelatedJobFilters(Job saved) {
        filters.runOnStateElectionFilter();
        server.getStorageProvider().save(saved);
        filters.runOnStateAppliedFilters();
        if (saved.getState() == StateName.FAILED) {
            filters.runOnJobFailedAfterRetriesFilters();
        }
    }

    private void await() {
        JobThread thread = new JobThread(job);
        AwaitedContext own = new AwaitedContext(job, thread.context(), task.timeout());
        server.getJobSteward().startProcessing(job, Thread.currentThread());
        try {
            thread.adoptLoggingContext();
            thread.run(filters::runOnJobProcessingFilters, thread::adoptLoggingContext);
            thread.run(() -> Facade.await(() -> start(task, thread.context(), own)));
            thread.run(filters::runOnJobProcessingSucceededFilters);
        } catch (Throwable failure) {
            dressedFailed(thread, failure);
            return;
        } finally {
            server.getJobSteward().stopProcessing(job);
        }
        record.succeeded();
    }

    private void dressedFailed(JobThread thread, Throwable failure) {
        boolean interrupted = Thread.interrupted(); // the save must get through, as in JobRunr's performer
        thread.dressed(() -> filters.runOnJobProcessingFailedFilters(JobRecord.thrownByMethod(failure)))
                .run();
        server.getJobSteward().stopProcessing(job);
        record.failed(failure);
        if (interrupted && !job.hasState(StateName.DELETED)) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletionStage<?> start(StageTask called, JobContext context, TaskContext own) throws Exception {
        return called.start(called.isStatic() ? null : bean(called.type()), arguments(context), own);
    }

    private Object bean(Class<?> type) {
        Object bean = activator == null ? null : activator.activateJob(type);
        return bean == null ? ReflectionUtils.newInstance(type) : bean;
    }

    private Object[] arguments(JobContext context) {
        JobDetails details = job.getJobDetails();
        Object[] values = details.getJobParameterValues();
        IntStream.range(0, values.length)
                .filter(i -> details.getJobParameters().get(i).getClassName().equals(JobContext.class.getName()))
                .findFirst()
                .ifPresent(i -> values[i] = context);
        return values;
    }
}
