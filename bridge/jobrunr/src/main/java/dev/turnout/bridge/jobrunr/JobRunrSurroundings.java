// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.bridge.queue.DueFilters;
import dev.turnout.bridge.queue.LegacyDocuments;
import dev.turnout.bridge.queue.StoredJob;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.EndedElsewhere;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.UnfitJob;
import dev.turnout.runtime.task.TaskAddress;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.context.JobRunrDashboardLogger;
import org.jobrunr.jobs.filters.JobDefaultFilters;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.mappers.MDCMapper;
import org.jobrunr.jobs.states.StateName;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What JobRunr puts around a job method, for a task that runs on an async worker: the enqueuer's logging context, the
 * dashboard's logger and progress bar, a live {@link JobContext} parameter, and the application's filters.
 *
 * <p>Where the application or the method has filters, or the task has a context or asks for one, the stored document is read by the application's own JobRunr mapper,
 * as a JobRunr server does, and the filters see that job. Server, state and election filters are called at JobRunr's
 * moments; what they throw is logged; a failure reaches them inside an {@link
 * java.lang.reflect.InvocationTargetException}; what an election filter decides is what is stored. A document that the
 * mapper cannot read is parked.
 *
 * <p>Otherwise JobRunr's mapper does not read the job: it is made from the claim as data, and no type is chosen or
 * made because a payload names it. Its earlier states are then stand-ins of the right kind and number.
 */
public final class JobRunrSurroundings implements Surroundings {
    private final Supplier<? extends List<? extends JobFilter>> filters;
    private final JobMapper mapper;
    private final Function<Claim, Optional<StoredJob>> documents;
    private @Nullable TaskFilters tasks; // guarded by this

    /**
     * Surroundings with the application's filters, on a queue without stored documents: state filters are never called.
     *
     * @param filters in the order of their calls
     * @param mapper writes progress and logs in the dialect that the dashboard reads
     */
    public JobRunrSurroundings(List<? extends JobFilter> filters, JobMapper mapper) {
        this(fixed(filters), mapper, claim -> Optional.empty());
    }

    private JobRunrSurroundings(
            Supplier<? extends List<? extends JobFilter>> filters,
            JobMapper mapper,
            Function<Claim, Optional<StoredJob>> documents) {
        this.filters = filters;
        this.mapper = mapper;
        this.documents = documents;
    }

    /**
     * Surroundings on JobRunr's layout. From now on {@code documents} is told which tasks this worker cannot honour, and a
     * switch of their routes is refused.
     *
     * @param filters as they are given to {@code BackgroundJobServer.setJobFilters}; JobRunr's own come before them
     * @param mapper reads and writes the stored jobs
     */
    public static JobRunrSurroundings on(
            LegacyDocuments documents, List<? extends JobFilter> filters, JobMapper mapper) {
        return on(List.of(documents), fixed(filters), mapper);
    }

    /** The same on each of several queues, with filters that are asked for once, when the first worker is announced or claims. */
    static JobRunrSurroundings on(
            List<LegacyDocuments> queues, Supplier<? extends List<? extends JobFilter>> filters, JobMapper mapper) {
        JobRunrSurroundings surroundings = new JobRunrSurroundings(
                filters,
                mapper,
                claim -> queues.stream()
                        .flatMap(queue -> queue.of(claim).stream())
                        .findFirst());
        queues.forEach(queue -> {
            queue.judgeBy(task -> surroundings.tasks().unfit(task));
            queue.runsFilters(() ->
                    FilterNames.of(new JobDefaultFilters(surroundings.tasks().application())));
            queue.askWhenDue(surroundings.new Master());
        });
        return surroundings;
    }

    private static Supplier<List<? extends JobFilter>> fixed(List<? extends JobFilter> filters) {
        List<? extends JobFilter> copy = List.copyOf(filters);
        return () -> copy;
    }

    private synchronized TaskFilters tasks() {
        TaskFilters known = tasks;
        if (known == null) {
            known = new TaskFilters(List.copyOf(filters.get()));
            tasks = known;
        }
        return known;
    }

    /** Opens JobRunr's surroundings of one run. Reads nothing from Redis. */
    @Override
    public Run open(Claim claim) {
        Optional<StoredJob> stored = documents.apply(claim).filter(held -> tasks().needJob(claim.task()));
        return stored.isEmpty()
                ? new JobRunrRun(ClaimedJob.of(claim), claim, Optional.empty())
                : new JobRunrRun(read(stored.get()), claim, stored);
    }

    private Job read(StoredJob stored) {
        try {
            return mapper.deserializeJob(stored.json());
        } catch (RuntimeException | LinkageError unreadable) {
            throw new UnfitJob(
                    "TURNOUT-0673 the application's JobRunr mapper cannot read the job, and its filters or its context need it: "
                            + TaskFilters.deepest(unreadable)
                            + ". Give this worker the classes and the mapper that the legacy pool has.",
                    unreadable);
        }
    }

    /** In place of JobRunr's master. */
    private final class Master implements DueFilters {
        /** Asks the filters about a planned job that goes into the queue, and tells them. */
        @Override
        public Optional<Say> due(TaskAddress task, String document) {
            if (!tasks().haveFilters(task)) {
                return Optional.empty();
            }
            Job job = mapper.deserializeJob(document);
            return Optional.of(DueJob.elect(job, new ClaimFilters(job, tasks().application()), mapper));
        }

        /** Tells the filters of the new state; where that is the last one, of the end of all retries too. */
        @Override
        public void takenBack(TaskAddress task, String document) {
            if (!tasks().haveFilters(task)) {
                return;
            }
            Job job = mapper.deserializeJob(document);
            ClaimFilters called = new ClaimFilters(job, tasks().application());
            called.tellOfChanges(1);
            if (job.hasState(StateName.FAILED)) {
                called.runOnJobFailedAfterRetriesFilters();
            }
        }
    }

    private static ClaimFilters filtersOf(Job job, List<JobFilter> filters) {
        try {
            return new ClaimFilters(job, filters);
        } catch (RuntimeException | LinkageError missing) {
            throw new UnfitJob(
                    "TURNOUT-0674 the filters of the job's method cannot be made: " + TaskFilters.deepest(missing)
                            + ". Put them on this worker's class path, or leave the task to the legacy pool.",
                    missing);
        }
    }

    private final class JobRunrRun implements Run {
        private final Job job;
        private final JobThread thread;
        private final ClaimFilters called;
        private final DashboardNotes notes;
        private @Nullable Map<String, String> former;

        private final boolean real;
        private volatile boolean diverted;

        JobRunrRun(Job job, Claim claim, Optional<StoredJob> stored) {
            this.job = job;
            this.thread = new JobThread(job);
            this.called = filtersOf(job, tasks().application());
            this.notes = new DashboardNotes(job, mapper, claim.metadata());
            this.real = stored.isPresent();
            stored.ifPresent(held -> held.endBy(new JobRunrEnd(job, called, mapper, thread::logged)));
        }

        @Override
        public Optional<Object> argument(String declaredType) {
            return declaredType.equals(JobContext.class.getName()) ? Optional.of(thread.context()) : Optional.empty();
        }

        @Override
        public void starting() {
            former = MDC.getCopyOfContextMap();
            MDCMapper.loadMDCContextFromJob(job);
            if (real && !called.claimed()) {
                diverted = true;
                throw new IllegalStateException("TURNOUT-0675 job " + job.getId()
                        + " was not started: a filter decided for " + job.getState() + " when it was claimed.");
            }
            JobRunrDashboardLogger.setJob(job);
            called.runOnJobProcessingFilters();
            thread.adoptLoggingContext();
        }

        @Override
        public void ended(Optional<Throwable> failure) {
            if (diverted) {
                return; // its body never began, so there is no processing to hear of
            }
            Optional<Exception> deleted = failure.filter(thrown -> real).flatMap(this::deleted);
            thread.dressed(() -> failure.ifPresentOrElse(
                            thrown -> called.runOnJobProcessingFailedFilters(
                                    deleted.orElseGet(() -> JobRecord.thrownByMethod(thrown))),
                            called::runOnJobProcessingSucceededFilters))
                    .run();
        }

        /** What JobRunr shows of a run whose job was deleted meanwhile: the job in that state, and an interrupt. */
        private Optional<Exception> deleted(Throwable thrown) {
            if (!(thrown instanceof EndedElsewhere) || !job.hasState(StateName.PROCESSING)) {
                return Optional.empty();
            }
            job.delete("The job was deleted in the store while it ran");
            InterruptedException interrupt = new InterruptedException(thrown.getMessage());
            interrupt.initCause(thrown);
            return Optional.of(new InvocationTargetException(interrupt));
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
