// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.filters.ElectStateFilter;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;

/** Writes down every call that a filter gets, in order, with the history that the job has then, by the job's first argument. */
final class Moments {
    private final Map<String, List<String>> calls = new ConcurrentHashMap<>();

    /**
     * One that elects: it tries a failure again once, a second later, and deletes two of the jobs before they begin; and one beside it
     * that only hears.
     */
    List<JobFilter> filters() {
        return List.of(new Elects(), new Hears());
    }

    /**
     * In order; but who claims a job that has just become due may be quicker, in either pool, than who says that it is due. So what
     * was called of an earlier state comes first.
     */
    List<String> of(String what) {
        return calls.getOrDefault(what, List.of()).stream()
                .sorted(Comparator.comparingInt(
                        call -> call.substring(call.indexOf('|')).split(" ").length))
                .toList();
    }

    private void note(Job job, String call) {
        calls.computeIfAbsent(
                        String.valueOf(job.getJobDetails().getJobParameterValues()[0]),
                        first -> new CopyOnWriteArrayList<>())
                .add(call + " | "
                        + String.join(
                                " ",
                                job.getJobStates().stream()
                                        .map(state -> state.getName().name())
                                        .toList()));
    }

    private class Hears implements JobServerFilter, ApplyStateFilter {
        String name() {
            return "hears";
        }

        @Override
        public void onStateApplied(Job job, JobState before, JobState now) {
            note(job, name() + " applied " + (before == null ? "nothing" : before.getName()) + " -> " + now.getName());
        }

        @Override
        public void onProcessing(Job job) {
            note(job, name() + " processing");
        }

        @Override
        public void onProcessingSucceeded(Job job) {
            note(job, name() + " processing succeeded");
        }

        @Override
        public void onProcessingFailed(Job job, Exception failure) {
            note(
                    job,
                    name() + " processing failed " + failure.getClass().getSimpleName() + " of "
                            + (failure.getCause() == null
                                    ? "nothing"
                                    : failure.getCause().getClass().getSimpleName()));
        }

        @Override
        public void onFailedAfterRetries(Job job) {
            note(job, name() + " failed after retries");
        }
    }

    private final class Elects extends Hears implements ElectStateFilter {
        @Override
        String name() {
            return "elects";
        }

        @Override
        public void onStateElection(Job job, JobState to) {
            note(job, name() + " election " + to.getName());
            long failures = job.getJobStates().stream()
                    .filter(state -> state.getName() == StateName.FAILED)
                    .count();
            Object what = job.getJobDetails().getJobParameterValues()[0];
            if (to.getName() == StateName.PROCESSING && "barred".equals(what)
                    || to.getName() == StateName.ENQUEUED && "unwanted".equals(what)) {
                job.delete("not today");
            }
            if (to.getName() == StateName.FAILED && failures == 1) {
                job.scheduleAt(Instant.now().plusSeconds(1), "once more");
            }
        }
    }
}
