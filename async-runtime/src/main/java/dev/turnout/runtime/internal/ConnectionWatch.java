// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Stall;
import dev.turnout.runtime.queue.WorkerListener.LoopBlock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the thread that reads the queue's answers. It may be an event loop of the application's own Redis client; code that
 * blocks it stops renewals, claims and ends, and is named here.
 */
final class ConnectionWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final int FRAMES_IN_THE_LOG = 12;

    private final Function<Duration, Optional<Stall>> stall;
    private final Duration limit;
    private final Duration deadAfter;
    private final Announcer announcer;
    private volatile Optional<Stall> held = Optional.empty();
    private boolean suspected; // this and the next: by the thread that ticks
    private boolean reported;

    /**
     * @param stall asks the queue whether its reader is held
     * @param limit who holds it for longer is reported
     * @param deadAfter held for so long, it does not turn
     */
    ConnectionWatch(
            Function<Duration, Optional<Stall>> stall, Duration limit, Duration deadAfter, Announcer announcer) {
        this.stall = stall;
        this.limit = limit;
        this.deadAfter = deadAfter;
        this.announcer = announcer;
    }

    /** To be called several times within the limit. One thread calls it. What is seen twice is no chance meeting. */
    void tick() {
        Optional<Stall> found = stall.apply(limit);
        held = suspected ? found : Optional.empty();
        suspected = found.isPresent();
        reported = reported && suspected;
        if (!reported && held.isPresent()) {
            reported = true;
            report(held.get());
        }
    }

    /** Who holds the thread now. */
    Optional<Stall> held() {
        return held;
    }

    /** Whether answers are read, or have been until lately. */
    boolean turns() {
        return held.map(now -> now.since().compareTo(deadAfter) < 0).orElse(true);
    }

    private void report(Stall now) {
        LOG.warn(
                "TURNOUT-0417 the thread {}, which reads the queue's answers, has been held for {} ms; meanwhile no lease is"
                        + " renewed, nothing is claimed, and no end is stored. It stands at {}. Use the async form of that"
                        + " call, or Blocking.call, or a lane; or give the queue a Redis client of its own"
                        + " (turnout.queue.redis-uri).\n{}",
                now.thread(),
                now.since().toMillis(),
                now.at(),
                now.stack().stream()
                        .limit(FRAMES_IN_THE_LOG)
                        .map(frame -> "    at " + frame)
                        .collect(Collectors.joining("\n")));
        LoopBlock block = new LoopBlock(Optional.empty(), now.thread(), now.stack(), now.since());
        announcer.tell(listener -> listener.blocked(block));
    }
}
