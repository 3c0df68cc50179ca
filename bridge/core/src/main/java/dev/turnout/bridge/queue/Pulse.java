// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.queue.Presence.Ear;
import dev.turnout.runtime.task.JobId;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis whether there is something to claim. JobRunr's enqueuers send no signal, so this polls: every 50 ms after
 * something happened, rarer and rarer down to twice a second while nothing does; each poll is one small script.
 */
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final long SHORTEST_MS = 50;
    private static final long BUSY_MS = 100;
    private static final long LONGEST_MS = 500;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final ScheduledExecutorService timer;
    private final LongSupplier epoch;
    private volatile Ear ear = new Deaf();
    private volatile boolean started;
    private volatile boolean stopped;
    private volatile long pause = SHORTEST_MS;
    private volatile int inVain;
    private volatile String newest = "";
    private boolean wakes; // guarded by this
    private long wakeAt; // guarded by this

    /** @param epoch the epoch in Redis that the worker's view is of */
    Pulse(LegacyRedis redis, LegacyQueueOptions options, ScheduledExecutorService timer, LongSupplier epoch) {
        this.redis = redis;
        this.options = options;
        this.timer = timer;
        this.epoch = epoch;
    }

    synchronized void start(Ear listener) {
        ear = listener;
        if (!started) {
            started = true;
            again(0);
        }
    }

    void stop() {
        stopped = true;
    }

    /** Somebody said that there is work. */
    void soon() {
        inVain = 0;
        pause = SHORTEST_MS;
        ear.work();
    }

    /** There will be something to claim in {@code micros}; sooner wakes go before later ones. */
    void in(long micros) {
        if (stopped || timer.isShutdown()) {
            return;
        }
        long at = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
        synchronized (this) {
            if (wakes && at - wakeAt >= 0) {
                return;
            }
            wakes = true;
            wakeAt = at;
        }
        timer.schedule(() -> wake(at), micros + 1_000, TimeUnit.MICROSECONDS);
    }

    private void wake(long at) {
        synchronized (this) {
            if (wakeAt == at) {
                wakes = false;
            }
        }
        soon();
    }

    /** A claim came back; empty-handed claims make the pulse slower although the queue is not empty. */
    void claimed(int jobs) {
        inVain = jobs > 0 ? 0 : inVain + 1;
    }

    /** The second value of {@code reply} is the epoch. */
    void heard(Reply reply) {
        heardEpoch(reply.number(1));
    }

    void heardEpoch(long current) {
        if (current != epoch.getAsLong()) {
            inVain = 0;
            ear.epoch(current);
        }
    }

    private void again(long delay) {
        if (!stopped && !timer.isShutdown()) {
            timer.schedule(this::ask, delay, TimeUnit.MILLISECONDS);
        }
    }

    private void ask() {
        redis.run(LegacyScript.PULSE, Integer.toString(options.headRoom())).whenComplete((reply, thrown) -> {
            try {
                if (thrown == null) {
                    hear(reply);
                } else {
                    pause = LONGEST_MS;
                }
            } catch (RuntimeException e) {
                LOG.warn("TURNOUT-0323 the worker's ear failed; the poll goes on.", e);
            } finally {
                again(pause);
            }
        });
    }

    private void hear(Reply reply) {
        heard(reply);
        if (!reply.text(3).equals(newest)) {
            newest = reply.text(3);
            inVain = 0;
        }
        if (reply.number(2) > 0) {
            pause = Math.min(LONGEST_MS, BUSY_MS << Math.min(inVain, 4));
            ear.work();
        } else {
            pause = Math.min(LONGEST_MS, pause + pause / 2);
        }
    }

    /** Until somebody listens. */
    private static final class Deaf implements Ear {
        @Override
        public void work() {}

        @Override
        public void epoch(long current) {}

        @Override
        public void cancelled(JobId id) {}
    }
}
