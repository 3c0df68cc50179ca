// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.queue.LegacySide.Look;
import dev.turnout.bridge.queue.LegacySide.Taking;
import dev.turnout.bridge.queue.LegacySide.Waiting;
import dev.turnout.bridge.store.LayoutStore;
import dev.turnout.bridge.store.Saved;
import dev.turnout.bridge.store.StoredJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobVersioner;
import org.jobrunr.jobs.filters.JobFilterUtils;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;

/**
 * One claim of a server: look, append Processing, ask the filters, take. What is taken is stored as taken before it is handed out;
 * what somebody else took meanwhile is left out. Whatever cannot be read is passed over, and others are looked for instead.
 */
final class ClaimRound {
    private static final int LOOKS = 8;
    private static final long MISSED_MICROS = 500_000; // so long they stay marked

    private final LayoutStore store;
    private final JobBodies bodies;
    private final BackgroundJobServer server;
    private final JobFilterUtils filters;
    private final List<Job> claimed = new ArrayList<>();
    private boolean more;
    private long next = -1;
    private long at;

    ClaimRound(LayoutStore store, JobBodies bodies, BackgroundJobServer server) {
        this.store = store;
        this.bodies = bodies;
        this.server = server;
        this.filters = new JobFilterUtils(server.getJobFilters());
    }

    /** Up to {@code most} jobs that are this server's now. */
    List<Job> claim(int most) {
        for (int look = 0; look < LOOKS && claimed.size() < most; look++) {
            int wanted = most - claimed.size();
            Look seen = store.waiting(wanted);
            List<Waiting> waiting = seen.jobs();
            List<Ready> ready = new ArrayList<>();
            waiting.forEach(one -> ready(one).ifPresent(ready::add));
            boolean poisoned = ready.size() < waiting.size();
            boolean cleared = !poisoned && !seen.more() && waiting.size() < wanted;
            int missed = take(ready, cleared ? seen.at() : 0);
            next = missed == 0 ? seen.next() : MISSED_MICROS;
            at = seen.at();
            more = seen.more();
            if (!poisoned) {
                break;
            }
        }
        filters.runOnStateAppliedFilters(claimed);
        return claimed.stream()
                .filter(job -> job.hasState(StateName.PROCESSING))
                .toList();
    }

    /** Whether another look is worth while at once. */
    boolean more() {
        return more;
    }

    /** When something else can be claimed, as far as is known, in µs of Redis' time. */
    OptionalLong next() {
        return next < 0 ? OptionalLong.empty() : OptionalLong.of(at + next);
    }

    /** Redis' time when it was looked last, in µs. */
    long at() {
        return at;
    }

    private Optional<Ready> ready(Waiting waiting) {
        return bodies.read(new StoredJob(waiting.id(), waiting.version(), waiting.body()))
                .filter(job -> job.hasState(StateName.ENQUEUED))
                .map(job -> new Ready(waiting, job));
    }

    /** Says how many were not taken. */
    private int take(List<Ready> ready, long cleared) {
        List<Job> jobs = ready.stream().map(Ready::job).toList();
        jobs.forEach(job -> job.startProcessingOn(server));
        filters.runOnStateElectionFilter(jobs);
        List<Ready> toRun = ready.stream()
                .filter(one -> one.job().hasState(StateName.PROCESSING))
                .toList();
        ready.stream().filter(one -> !toRun.contains(one)).forEach(this::storeElected);
        List<JobVersioner> versions =
                toRun.stream().map(one -> new JobVersioner(one.job())).toList();
        try {
            List<Boolean> taken = store.take(
                    toRun.stream()
                            .map(one ->
                                    new Taking(one.waiting(), bodies.mapper().serializeJob(one.job())))
                            .toList(),
                    cleared);
            int missed = 0;
            for (int i = 0; i < toRun.size(); i++) {
                if (taken.get(i)) {
                    versions.get(i).commitVersion();
                    claimed.add(toRun.get(i).job());
                } else {
                    missed++;
                }
            }
            return missed;
        } finally {
            versions.forEach(JobVersioner::close);
        }
    }

    /** A filter has chosen another state than Processing. */
    private void storeElected(Ready one) {
        try (JobVersioner version = new JobVersioner(one.job())) {
            if (store.jobs().save(List.of(bodies.saving(one.job()))).get(0) == Saved.STORED) {
                version.commitVersion();
                claimed.add(one.job());
            }
        }
    }

    private record Ready(Waiting waiting, Job job) {}
}
