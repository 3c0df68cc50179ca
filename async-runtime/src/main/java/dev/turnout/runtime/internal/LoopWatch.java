// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.WorkerListener.LoopBlock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the event-loop threads of a worker: who holds one of them longer than the limit is named, with the frame at which it
 * stands. Also knows whether the loops turn at all, for liveness.
 */
final class LoopWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);
    private static final int FRAMES_IN_THE_LOG = 12;

    private final Duration limit;
    private final Duration deadAfter;
    private final Announcer announcer;
    private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();
    private volatile long lastPing = System.nanoTime();
    private volatile boolean pinging;

    /**
     * @param limit a piece that holds a thread for longer is reported
     * @param deadAfter when none has come round for so long, the loops do not turn
     */
    LoopWatch(Duration limit, Duration deadAfter, Announcer announcer) {
        this.limit = limit;
        this.deadAfter = deadAfter;
        this.announcer = announcer;
    }

    /** Runs {@code piece}, of the job of {@code claim}, on this event-loop thread. */
    void watch(Claim claim, Runnable piece) {
        Thread thread = Thread.currentThread();
        turns.put(thread, new Turn(claim, System.nanoTime()));
        try {
            piece.run();
        } finally {
            turns.remove(thread);
        }
    }

    /** To be called several times within the limit. One thread calls it. */
    void tick() {
        turns.forEach((thread, turn) -> {
            Duration held = Duration.ofNanos(System.nanoTime() - turn.since);
            if (!turn.reported && held.compareTo(limit) >= 0) {
                turn.reported = true;
                report(thread, turn, held);
            }
        });
    }

    private void report(Thread thread, Turn turn, Duration held) {
        List<StackTraceElement> stack = Arrays.asList(thread.getStackTrace());
        if (turns.get(thread) != turn) {
            return; // it has just come back: the stack may be somebody else's
        }
        LOG.warn(
                "TURNOUT-0316 task {} (job {}) has held the event-loop thread {} for {} ms; no other composed job moves on"
                        + " it meanwhile. It stands at {}. Use the async form of that call, or Blocking.call, or a lane."
                        + "\n{}",
                turn.claim.task(),
                turn.claim.id(),
                thread.getName(),
                held.toMillis(),
                culprit(stack),
                stack.stream()
                        .limit(FRAMES_IN_THE_LOG)
                        .map(frame -> "    at " + frame)
                        .collect(Collectors.joining("\n")));
        LoopBlock block = new LoopBlock(Optional.of(turn.claim), thread.getName(), stack, held);
        announcer.tell(listener -> listener.blocked(block));
    }

    /** The innermost frame outside of the JDK: the line that somebody can change. */
    private static String culprit(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> !frame.getClassName().matches("(java|javax|jdk|sun)\\..*"))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElseGet(
                        () -> stack.isEmpty() ? "an unknown line" : stack.get(0).toString());
    }

    /** Asks the loops to answer. To be called several times within the limit for dead ones. */
    void ping(Executor loops) {
        if (pinging) {
            return;
        }
        pinging = true;
        try {
            loops.execute(() -> {
                lastPing = System.nanoTime();
                pinging = false;
            });
        } catch (RejectedExecutionException closed) {
            pinging = false;
        } catch (OutOfMemoryError none) { // the next ping asks again
            pinging = false;
            LOG.warn(
                    "TURNOUT-0356 no event-loop thread could be made; it is tried again. Look at the limits for threads and"
                            + " processes of this machine, and at its memory.",
                    none);
        }
    }

    /** Whether a loop thread has come round lately. */
    boolean loopsTurn() {
        return System.nanoTime() - lastPing < deadAfter.toNanos();
    }

    /** One piece on one thread. Its identity matters: two turns are never equal. */
    private static final class Turn {
        private final Claim claim;
        private final long since;
        private volatile boolean reported;

        Turn(Claim claim, long since) {
            this.claim = claim;
            this.since = since;
        }
    }
}
