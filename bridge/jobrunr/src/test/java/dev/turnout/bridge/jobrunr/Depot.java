// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.filters.ElectStateFilter;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;

/** Jobs that end in every way, with a method that chooses its own retries. */
public class Depot {
    final Map<String, Integer> runs = new ConcurrentHashMap<>();

    @Job(
            name = "load %0",
            labels = {"depot", "wagon %0"})
    public void good(String wagon) {
        runs.merge(wagon, 1, Integer::sum);
    }

    public void late(String wagon) {
        if (runs.merge(wagon, 1, Integer::sum) == 1) {
            throw new UncheckedIOException("late", new IOException("the signal is red"));
        }
    }

    public void never(String wagon) {
        runs.merge(wagon, 1, Integer::sum);
        throw new UncheckedIOException("never", new IOException("the line is closed"));
    }

    public void refused(String wagon) {
        runs.merge(wagon, 1, Integer::sum);
        throw new IllegalStateException("no such wagon");
    }

    /** Fails on purpose, in a way that the filter of the tests neither tries again nor deletes. */
    public void broken(String wagon) {
        runs.merge(wagon, 1, Integer::sum);
        throw new UnsupportedOperationException("this depot has no crane for the wagon " + wagon);
    }

    /** Fails on purpose: the filter named here decides when it is tried again. */
    @Job(name = "timed", jobFilters = At.class)
    public void timed(String wagon) {
        runs.merge(wagon, 1, Integer::sum);
        throw new UnsupportedOperationException("the line is taken until the time that the filter gives");
    }

    public void barred(String wagon) {
        runs.merge(wagon, 1, Integer::sum);
    }

    @Job(jobFilters = Needy.class)
    public void needy(String wagon) {
        runs.merge(wagon, 1, Integer::sum);
    }

    /** Cannot be made without something that only the legacy side would have. */
    public static final class Needy implements ElectStateFilter {
        public Needy(String onlyThere) {
            throw new IllegalStateException(onlyThere);
        }

        @Override
        public void onStateElection(org.jobrunr.jobs.Job job, JobState to) {}
    }

    /** Retries once after an I/O failure, deletes what cannot be, and lets anything else fail at once. */
    static final class OnlyIo implements ElectStateFilter {
        @Override
        public void onStateElection(org.jobrunr.jobs.Job job, JobState to) {
            if (to.getName() == StateName.PROCESSING && job.getJobName().contains("barred")) {
                job.delete("barred before it began");
            }
            if (!(to instanceof FailedState failed)) {
                return;
            }
            long failures = job.getJobStates().stream()
                    .filter(state -> state.getName() == StateName.FAILED)
                    .count();
            if (failed.getException() instanceof IllegalStateException) {
                job.delete("cannot be: " + failed.getException().getMessage());
            } else if (failed.getException() instanceof UncheckedIOException && failures <= 1) {
                job.getMetadata().put("asked", "again");
                job.scheduleAt(Instant.now().plusSeconds(1), "own retry " + failures);
            }
        }
    }

    /** Retries at one fixed time, whenever the job has failed. */
    public static final class At implements ElectStateFilter {
        static final Instant MOMENT = Instant.parse("2099-01-02T03:04:05Z");

        @Override
        public void onStateElection(org.jobrunr.jobs.Job job, JobState to) {
            if (to.getName() == StateName.FAILED) {
                job.scheduleAt(MOMENT, "at the fixed time");
            }
        }
    }
}
