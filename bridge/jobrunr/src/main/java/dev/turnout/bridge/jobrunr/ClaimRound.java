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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobVersioner;
import org.jobrunr.jobs.filters.JobFilterUtils;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One claim of a server: look, append Processing, ask the filters, take. What is taken is stored as taken before it is handed out;
 * what somebody else took meanwhile is left out. Whatever cannot be read is passed over, and others are looked for instead, as long as
 * that takes no more than two seconds; next time it is not looked at, unless a minute is over and nothing else waits.
 */
final class ClaimRound {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimRound.class);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MOST_A_LOOK = 256;
    private static final long MISSED_MICROS = 500_000; // so long they stay marked

    private final LayoutStore store;
    private final JobBodies bodies;
    private final BackgroundJobServer server;
    private final Unread unread;
    private final JobFilterUtils filters;
    private final List<Job> claimed = new ArrayList<>();
    private int factor = 1;
    private boolean more;
    private long next = -1;
    private long at;

    /** @param unread what earlier rounds could not read */
    ClaimRound(LayoutStore store, JobBodies bodies, Unread unread, BackgroundJobServer server) {
        this.store = store;
        this.bodies = bodies;
        this.unread = unread;
        this.server = server;
        this.filters = new JobFilterUtils(server.getJobFilters());
    }

    /** Up to {@code most} jobs that are this server's now. Throws only as long as it has claimed none. */
    List<Job> claim(int most) {
        long start = System.nanoTime();
        try {
            boolean unreadable = true;
            while (unreadable && claimed.size() < most) {
                if (System.nanoTime() - start > LONGEST_NANOS) {
                    more = true;
                    break;
                }
                unreadable = look(most - claimed.size());
            }
        } catch (RuntimeException failure) {
            keepClaimed(failure);
        }
        filters.runOnStateAppliedFilters(claimed);
        return claimed.stream()
                .filter(job -> job.hasState(StateName.PROCESSING))
                .toList();
    }

    private void keepClaimed(RuntimeException failure) {
        if (claimed.isEmpty()) {
            throw failure;
        }
        more = true;
        LOG.warn(
                "TURNOUT-0691 a claim ended early. The {} jobs that it had claimed are run; others are looked for with the next poll.",
                claimed.size(),
                failure);
    }

    /** Says whether some could not be read; the next look is for more then, since many of a kind come together. */
    private boolean look(int free) {
        int wanted = Math.max(free, Math.min(MOST_A_LOOK, free * factor));
        Map<String, String> passed = unread.all();
        Look seen = store.waiting(wanted, passed);
        List<Waiting> waiting = seen.jobs();
        List<Ready> ready = new ArrayList<>();
        waiting.forEach(one -> ready(one).ifPresent(ready::add));
        List<Ready> some = ready.subList(0, Math.min(free, ready.size()));
        boolean unreadable = ready.size() < waiting.size();
        boolean all = !seen.more() && waiting.size() < wanted;
        boolean cleared = all && !unreadable && passed.isEmpty();
        int missed = take(some, cleared ? seen.at() : 0) + ready.size() - some.size();
        next = missed == 0 ? seen.next() : MISSED_MICROS;
        at = seen.at();
        more = seen.more();
        factor = Math.min(2 * factor, MOST_A_LOOK);
        if (all) {
            unread.forgetOld();
        }
        return unreadable;
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
        StoredJob stored = new StoredJob(waiting.id(), waiting.version(), waiting.body());
        Optional<Job> job = bodies.read(stored);
        if (job.isEmpty() ? bodies.isLeft(stored) : !job.get().hasState(StateName.ENQUEUED)) {
            passOver(stored);
            return Optional.empty();
        }
        return job.map(one -> new Ready(waiting, one));
    }

    private void passOver(StoredJob stored) {
        if (unread.note(stored)) {
            LOG.error(
                    "TURNOUT-0690 very many jobs wait that this application cannot read, more than it can pass over; the last is {}."
                            + " Jobs behind them may not be run here. Start a server that can read them, or delete them.",
                    stored.id());
        }
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
