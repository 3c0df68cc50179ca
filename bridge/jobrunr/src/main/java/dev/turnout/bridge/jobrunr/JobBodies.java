// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.JobStore;
import dev.turnout.bridge.store.Saving;
import dev.turnout.bridge.store.StoredJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.ScheduledState;
import org.jspecify.annotations.Nullable;

/** Jobs as documents and back, in the words of the application's mapper. What it cannot read is put aside, and stops nobody. */
final class JobBodies {
    private static final int REMEMBERED = 50_000;

    private final JobStore store;
    private final Unread left = new Unread(REMEMBERED, System::nanoTime);
    private volatile @Nullable JobMapper mapper;

    JobBodies(JobStore store) {
        this.store = store;
    }

    /** What this application's mapper could not read, and others may: it stays where it is, and is not tried again for a minute. */
    boolean isLeft(StoredJob stored) {
        return left.knows(stored);
    }

    void use(JobMapper chosen) {
        mapper = chosen;
    }

    JobMapper mapper() {
        return Objects.requireNonNull(
                mapper, "TURNOUT-0603 no mapper was set: call setJobMapper before using this storage provider");
    }

    /** The job whose version has been raised by one already. */
    Saving saving(Job job) {
        Optional<Instant> due = job.getJobState() instanceof ScheduledState scheduled
                ? Optional.of(scheduled.getScheduledAt())
                : Optional.empty();
        return new Saving(
                job.getId().toString(),
                job.getVersion() - 1,
                mapper().serializeJob(job),
                job.getState().name(),
                job.getUpdatedAt(),
                due,
                job.getRecurringJobId().orElse(""),
                run(job),
                job.getJobSignature());
    }

    /** When an instance of a recurring job was to run: what it was made with, never the time of a retry. */
    private static Optional<Instant> run(Job job) {
        return job.getRecurringJobId().isPresent() && job.getJobStates().get(0) instanceof ScheduledState first
                ? Optional.of(first.getScheduledAt())
                : Optional.empty();
    }

    /** The jobs that can be read. */
    List<Job> read(List<StoredJob> stored) {
        List<Job> jobs = new ArrayList<>();
        stored.forEach(one -> read(one).ifPresent(jobs::add));
        return jobs;
    }

    /** The job, if it can be read. */
    Optional<Job> read(StoredJob stored) {
        if (left.isRecent(stored)) {
            return Optional.empty();
        }
        return stored.body().isEmpty()
                ? complain(stored, "no document")
                : reading(stored, () -> mapper().deserializeJob(stored.body()));
    }

    private Optional<Job> reading(StoredJob stored, Supplier<@Nullable Job> read) {
        try {
            Job job = read.get();
            return job == null ? complain(stored, "an empty document") : Optional.of(job);
        } catch (RuntimeException | LinkageError unreadable) {
            return complain(stored, String.valueOf(unreadable.getMessage()));
        }
    }

    private Optional<Job> complain(StoredJob stored, String complaint) {
        if (left.knows(stored) || !store.aside(stored, complaint)) { // said once
            left.note(stored);
        }
        return Optional.empty();
    }
}
