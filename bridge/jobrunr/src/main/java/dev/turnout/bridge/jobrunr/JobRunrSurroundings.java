// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.context.JobRunrDashboardLogger;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.filters.ElectStateFilter;
import org.jobrunr.jobs.filters.JobDefaultFilters;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.JobPerformingFilters;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.mappers.MDCMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What JobRunr puts around a job method, for a task that runs on an async worker: the enqueuer's logging context, the
 * dashboard's logger and progress bar, a live {@link JobContext} parameter, and the application's server filters.
 *
 * <p>The job that filters and context see is made from the claim as data: JobRunr's mapper does not read it, and no type
 * is chosen or made because a payload names it. Its arguments are plain values, its earlier states are stand-ins of the
 * right kind and number, and metadata that only JobRunr's mapper could read is absent.
 *
 * <p>Filters run as in JobRunr: what they throw is logged, a failure reaches them inside an {@link
 * java.lang.reflect.InvocationTargetException}. {@code onFailedAfterRetries} and state filters are not called, since
 * states are the queue's; {@link #notHonoured} names the filters that count on it.
 */
public final class JobRunrSurroundings implements Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunrSurroundings.class);

    private final List<JobFilter> filters;
    private final JobMapper mapper;

    /**
     * Surroundings with the application's filters.
     *
     * @param filters in the order of their calls
     * @param mapper writes progress and logs in the dialect that the dashboard reads; never asked to read
     */
    public JobRunrSurroundings(List<? extends JobFilter> filters, JobMapper mapper) {
        this.filters = List.copyOf(filters);
        this.mapper = mapper;
        if (!notHonoured().isEmpty()) {
            LOG.warn(
                    "TURNOUT-0408 These filters want to hear of states, which an async worker does not tell them: {}."
                            + " Leave the tasks that need them to the legacy pool.",
                    notHonoured());
        }
    }

    /** Class names of filters of which a part is never called on an async worker; empty if all is well. */
    public List<String> notHonoured() {
        return filters.stream()
                .map(Object::getClass)
                .filter(JobRunrSurroundings::wantsStates)
                .map(Class::getName)
                .toList();
    }

    /** Opens JobRunr's surroundings of one run. Reads nothing from Redis. */
    @Override
    public Run open(Claim claim) {
        return new JobRunrRun(ClaimedJob.of(claim), claim);
    }

    private static boolean wantsStates(Class<?> filter) {
        if (ElectStateFilter.class.isAssignableFrom(filter) || ApplyStateFilter.class.isAssignableFrom(filter)) {
            return true;
        }
        try {
            return JobServerFilter.class.isAssignableFrom(filter)
                    && filter.getMethod("onFailedAfterRetries", Job.class).getDeclaringClass() != JobServerFilter.class;
        } catch (NoSuchMethodException another) {
            return false;
        }
    }

    private final class JobRunrRun implements Run {
        private final Job job;
        private final JobThread thread;
        private final JobPerformingFilters called;
        private final DashboardNotes notes;
        private @Nullable Map<String, String> former;

        JobRunrRun(Job job, Claim claim) {
            this.job = job;
            this.thread = new JobThread(job);
            this.called = new JobPerformingFilters(job, new JobDefaultFilters(filters));
            this.notes = new DashboardNotes(job, mapper, claim.metadata());
        }

        @Override
        public Optional<Object> argument(String declaredType) {
            return declaredType.equals(JobContext.class.getName()) ? Optional.of(thread.context()) : Optional.empty();
        }

        @Override
        public void starting() {
            former = MDC.getCopyOfContextMap();
            MDCMapper.loadMDCContextFromJob(job);
            JobRunrDashboardLogger.setJob(job);
            called.runOnJobProcessingFilters();
            thread.adoptLoggingContext();
        }

        @Override
        public void ended(Optional<Throwable> failure) {
            thread.dressed(() -> failure.ifPresentOrElse(
                            thrown -> called.runOnJobProcessingFailedFilters(JobRecord.thrownByMethod(thrown)),
                            called::runOnJobProcessingSucceededFilters))
                    .run();
        }

        @Override
        public UnaryOperator<Runnable> carrier() {
            Map<String, String> composed = MDC.getCopyOfContextMap();
            return piece -> thread.dressed(piece, composed);
        }

        @Override
        public Map<String, JsonNode> notes() {
            return notes.changed();
        }

        @Override
        public void left() {
            JobRunrDashboardLogger.clearJob();
            if (former == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(former);
            }
        }
    }
}
