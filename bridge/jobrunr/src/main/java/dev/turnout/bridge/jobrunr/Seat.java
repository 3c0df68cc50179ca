// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jobrunr.jobs.Job;
import org.jobrunr.server.BackgroundJobServer;
import org.jspecify.annotations.Nullable;

/**
 * One server that claims here: what it was handed and has not begun, and whether a look is worth its while.
 *
 * <p>JobRunr counts a thread as busy only when the job begins; whoever asks again before that would get more jobs than threads, and
 * jobs that wait in a pool have no heartbeat. So what was handed out and has not begun counts as busy here. JobRunr also asks after
 * each job that ends; where the last look found less than was asked for, and nobody has said that work came, that look holds for as
 * long as a poll: only enqueuers that are not ours say nothing, and their jobs have always waited for one.
 */
final class Seat {
    private static final int IN_VAIN = 50;
    private static final long DROPPED_NANOS = 30_000_000_000L;

    private final WeakReference<BackgroundJobServer> server;
    private final Map<UUID, Long> handed = new ConcurrentHashMap<>();
    private final AtomicLong looks = new AtomicLong();
    private final AtomicLong roused = new AtomicLong();
    private volatile long rousedBefore;
    private volatile boolean resting;
    private volatile long restsUntil;
    private volatile int inVain;

    Seat(BackgroundJobServer server) {
        this.server = new WeakReference<>(server);
    }

    @Nullable
    BackgroundJobServer server() {
        return server.get();
    }

    /** Nanoseconds until the next look is worth while; 0 or less: now. */
    long rest() {
        return resting ? restsUntil - System.nanoTime() : 0;
    }

    /** A look begins. */
    void looks() {
        looks.incrementAndGet();
        rousedBefore = roused.get();
        resting = false;
    }

    long looked() {
        return looks.get();
    }

    /** A look found less than there was room for; says whether somebody said meanwhile that there may be more. */
    boolean foundLittle() {
        BackgroundJobServer asking = server.get();
        long poll =
                asking == null ? 0 : asking.getConfiguration().getPollInterval().toNanos();
        restsUntil = System.nanoTime() + poll * 9 / 10;
        resting = roused.get() == rousedBefore;
        return !resting;
    }

    /** How long to wait when the last look could have gone on: not at all, but where so many have led to nothing, something is amiss. */
    Duration beforeMore(boolean foundSome) {
        inVain = foundSome ? 0 : Math.min(inVain + 1, IN_VAIN);
        return inVain < IN_VAIN ? Duration.ZERO : Duration.ofSeconds(1);
    }

    /** There may be work. */
    void rouse() {
        roused.incrementAndGet();
        resting = false;
    }

    /** How many jobs were handed out and have not begun; one that has not for half a minute was dropped with its pool. */
    int pending(BackgroundJobServer asking) {
        if (!handed.isEmpty()) {
            asking.getJobSteward().getJobsInProgress().forEach(job -> handed.remove(job.getId()));
            long now = System.nanoTime();
            handed.values().removeIf(since -> now - since > DROPPED_NANOS);
        }
        return handed.size();
    }

    void handed(Job job) {
        handed.put(job.getId(), System.nanoTime());
    }

    /** The job has gone on, in whatever way. */
    void ended(UUID job) {
        handed.remove(job);
    }
}
