// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.internal.JobRun.Event;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Claim;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A claim that this worker holds: its life, its lease by the monotonic clock, and the attempt that runs it. */
final class HeldClaim {
    private static final Logger LIFE = LoggerFactory.getLogger("dev.turnout.runtime.life");

    private final Claim claim;
    private final long since = System.nanoTime();
    private final AtomicReference<JobRun> life;
    private volatile long leaseEnd;
    private volatile long turn = since;
    private volatile boolean begun;
    private final CompletableFuture<@Nullable Void> startTold = new CompletableFuture<>();
    private volatile @Nullable Attempt attempt;

    /** @param asked {@link System#nanoTime} before the claim was asked for, so that the lease is never thought longer than it is */
    HeldClaim(Claim claim, long asked) {
        this.claim = claim;
        this.life = new AtomicReference<>(new JobRun(claim.id(), State.CLAIMED));
        renewed(asked);
    }

    Claim claim() {
        return claim;
    }

    State state() {
        return life.get().state();
    }

    /**
     * Takes {@code event} if the run still stands at {@code from}; of two that race, one gets true.
     *
     * @throws JobRun.IllegalTransition if the table has no such arrow
     */
    boolean move(State from, Event event) {
        JobRun now = life.get();
        JobRun next = new JobRun(claim.id(), from).next(event);
        while (now.state() == from) {
            if (event == Event.START) {
                turn = System.nanoTime(); // before the change: who sees it running must not take the wait for a run
            }
            if (life.compareAndSet(now, next)) {
                if (event == Event.START) {
                    begun = true;
                }
                LIFE.trace("{} --{}--> {}", from, event, next.state());
                return true;
            }
            now = life.get();
        }
        return false;
    }

    /** @param asked {@link System#nanoTime} before the renewal was asked for */
    void renewed(long asked) {
        leaseEnd = asked + claim.lease().toNanos();
    }

    boolean leaseOver() {
        return System.nanoTime() - leaseEnd >= 0;
    }

    /** How long it has been held. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** How long its body has run; before that, how long it has waited for a thread of its lane. */
    Duration turn() {
        return Duration.ofNanos(System.nanoTime() - turn);
    }

    /** Whether its body has ever been started. */
    boolean begun() {
        return begun;
    }

    /** All listeners have heard that the body starts. */
    void startTold() {
        startTold.complete(null);
    }

    /** Tells {@code news} of a run that has left RUNNING: now if its start has been told, else right after that, by who told it. */
    void afterStart(Runnable news) {
        startTold.thenRun(news);
    }

    void runs(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Cancels the attempt, if there is one. */
    void cancel(Throwable reason) {
        Attempt running = attempt;
        if (running != null) {
            running.cancel(reason);
        }
    }

    @Nullable
    Attempt attempt() {
        return attempt;
    }
}
