// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.context.JobRunrDashboardLogger;
import org.jobrunr.server.runner.AbstractBackgroundJobRunner;
import org.jobrunr.server.runner.RunnerJobContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Makes a thread look as JobRunr makes it look to a job method: logging context, dashboard logger, thread-local job
 * context. For each piece of a job, on whatever thread that runs; afterwards the thread is as it was.
 *
 * <p>JobRunr sets its thread-local context only inside its own runner, so a piece is run by a worker of a subclass of
 * that runner, with the piece in the place of the bean.
 */
final class JobThread extends AbstractBackgroundJobRunner {
    private static final Job NO_PARAMETERS = new Job(new JobDetails(Piece.class.getName(), null, "run", List.of()));
    private static final Method RUN = runOf(Piece.class);

    private final Job job;
    private final RunnerJobContext context;
    private volatile @Nullable Map<String, String> logging;

    JobThread(Job job) {
        this.job = job;
        this.context = new RunnerJobContext(job);
    }

    /** The live context of the job, for a parameter of that type. */
    RunnerJobContext context() {
        return context;
    }

    /** Takes the logging context of this thread as that of the job; filters may have added to it. */
    void adoptLoggingContext() {
        logging = MDC.getCopyOfContextMap();
    }

    /** Runs {@code body} on this thread, dressed for the job. */
    void run(Piece body) throws Exception {
        run(body, () -> {});
    }

    /** As {@link #run(Piece)}, with {@code last} on the thread while it is still dressed. */
    void run(Piece body, Runnable last) throws Exception {
        run(body, last, logging);
    }

    private void run(Piece body, Runnable last, @Nullable Map<String, String> mdc) throws Exception {
        Map<String, String> former = MDC.getCopyOfContextMap();
        setLogging(mdc);
        JobRunrDashboardLogger.setJob(job);
        try {
            new Worker(body).run();
            last.run();
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (thrown.getCause() instanceof Error cause) {
                throw cause;
            }
            throw thrown;
        } finally {
            JobRunrDashboardLogger.clearJob();
            setLogging(former);
        }
    }

    /** {@code body} with the job's logging context alone: where JobRunr has its filters decide and hear of states. */
    Runnable logged(Runnable body) {
        return () -> {
            Map<String, String> former = MDC.getCopyOfContextMap();
            setLogging(logging);
            try {
                body.run();
            } finally {
                setLogging(former);
            }
        };
    }

    /** As {@link #run}, for what throws nothing checked. */
    Runnable dressed(Runnable body) {
        return () -> dressedRun(body, logging);
    }

    /** As {@link #dressed(Runnable)}, with {@code mdc} as logging context: that of the thread on which it was composed. */
    Runnable dressed(Runnable body, @Nullable Map<String, String> mdc) {
        return () -> dressedRun(body, mdc);
    }

    private void dressedRun(Runnable body, @Nullable Map<String, String> mdc) {
        try {
            run(body::run, () -> {}, mdc);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception checked) {
            throw new IllegalStateException(checked);
        }
    }

    /** Runs {@code body} dressed, and gives what it yields, which is not null. */
    <T> T call(Callable<T> body) throws Exception {
        var result = new Object() {
            @Nullable
            T value;
        };
        run(() -> result.value = body.call());
        return Objects.requireNonNull(result.value);
    }

    @Override
    public boolean supports(Job other) {
        return false; // never registered with a server
    }

    @Override
    protected BackgroundJobWorker getBackgroundJobWorker(Job other) {
        throw new UnsupportedOperationException("runs pieces, not jobs");
    }

    private static void setLogging(@Nullable Map<String, String> values) {
        if (values == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(values);
        }
    }

    private static Method runOf(Class<Piece> piece) {
        try {
            Method run = piece.getMethod("run");
            run.setAccessible(true);
            return run;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A piece of a job. */
    @FunctionalInterface
    interface Piece {
        void run() throws Exception;
    }

    private final class Worker extends BackgroundJobWorker {
        private final Piece body;

        Worker(Piece body) {
            super(NO_PARAMETERS);
            this.body = body;
        }

        @Override
        protected Class<?> getJobToPerformClass() {
            return Piece.class;
        }

        @Override
        protected Object getJobToPerform(Class<?> type) {
            return body;
        }

        @Override
        protected Method getJobMethodToPerform(Class<?> type) {
            return RUN;
        }

        @Override
        protected RunnerJobContext getRunnerJobContext() {
            return context;
        }
    }
}
