// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.TaskContext;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.filters.JobPerformingFilters;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobSteward;
import org.jspecify.annotations.Nullable;

/**
 * One job between the start of its stage and the record of its end.
 *
 * <p>The stage, the time-out, a delete and the stop of the server race for the end; the first decides. Whoever it is,
 * the end is recorded on a thread of the server's own, since recording blocks and a stage may end on an event loop.
 */
final class InFlight {
    private final JobSteward steward;
    private final Job job;
    private final JobPerformingFilters filters;
    private final JobRecord record;
    private final StageTask task;
    private final AwaitingExecutor executor;
    private final JobThread thread;
    private final RunScope scope;
    private final AwaitedContext context;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> deadline = new CompletableFuture<>();
    private volatile @Nullable CompletionStage<?> stage;

    InFlight(
            BackgroundJobServer server,
            Job job,
            JobPerformingFilters filters,
            JobRecord record,
            AwaitingExecutor executor,
            StageTask task) {
        this.steward = server.getJobSteward();
        this.job = job;
        this.filters = filters;
        this.record = record;
        this.executor = executor;
        this.thread = new JobThread(job);
        this.scope = new RunScope(thread, executor.continuations(), executor.blocking());
        this.task = task;
        this.context = new AwaitedContext(job, thread.context(), task.timeout());
    }

    /** Starts the stage on this thread, which carries the job's logging context. Never throws. */
    void begin(StageCall call) {
        executor.departed(this);
        steward.startProcessing(job, new Cord(this));
        executor.cutIfStopped(this);
        CompletionStage<?> started = Stages.start(() -> {
            if (ended.get()) {
                throw new CancellationException("stopped before it began");
            }
            thread.adoptLoggingContext();
            thread.run(filters::runOnJobProcessingFilters, thread::adoptLoggingContext);
            return thread.call(() -> scope.call(() -> call.start(task, thread.context(), context)));
        });
        stage = started;
        if (ended.get()) {
            cancel(started);
        }
        if (!task.timeout().isZero()) {
            expireAfter(task.timeout());
        }
        started.whenComplete((value, failure) -> end(failure == null ? null : Stages.unwrap(failure)));
    }

    /** Cancels the stage and ends the job with {@code reason}; does nothing if it has ended. */
    void stop(Exception reason) {
        if (end(reason)) {
            scope.cancel();
            context.cancel();
            CompletionStage<?> started = stage;
            if (started != null) {
                cancel(started);
            }
        }
    }

    private void expireAfter(Duration timeout) {
        deadline.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            if (late != null) {
                stop(new TimeoutException("The stage did not end within " + timeout));
            }
        });
    }

    private boolean end(@Nullable Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        deadline.complete(null);
        executor.recordOn(() -> thread.dressed(() -> leave(failure)).run());
        return true;
    }

    private void leave(@Nullable Throwable failure) {
        try {
            try {
                if (failure == null) {
                    filters.runOnJobProcessingSucceededFilters();
                } else {
                    filters.runOnJobProcessingFailedFilters(JobRecord.thrownByMethod(failure));
                }
            } finally {
                steward.stopProcessing(job);
            }
            if (failure == null) {
                record.succeeded();
            } else {
                record.failed(failure);
            }
        } finally {
            executor.arrived(this);
            executor.idle();
        }
    }

    private static void cancel(CompletionStage<?> started) {
        try {
            started.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException cannot) {
            // a stage that nobody can cancel: its end will be ignored
        }
    }

    /** How the method is called once bean and arguments are known. */
    @FunctionalInterface
    interface StageCall {
        CompletionStage<?> start(StageTask task, JobContext context, TaskContext own) throws Exception;
    }

    /**
     * What the steward pulls when the job was deleted or taken: a thread that is never started. A real one would, by
     * then, run somebody else's job.
     */
    private static final class Cord extends Thread {
        private final InFlight run;

        Cord(InFlight run) {
            super("turnout-cord");
            this.run = run;
        }

        @Override
        public void interrupt() {
            run.stop(new InterruptedException("The job was deleted, or is run elsewhere"));
        }
    }
}
