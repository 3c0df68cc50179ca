// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Routes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims as many jobs as there are free slots, whenever there may be some.
 *
 * <p><b>What races.</b> A signal for work, a slot that becomes free, and the poll all ask for a claim at any time, on any
 * thread. {@link Rounds} makes one call in flight of them: who asks while it is out gets one more call after its answer,
 * so no signal is missed and none costs more than one call.
 *
 * <p><b>What is ordered by what.</b> Claims of one answer are in the table of held claims before the round counts as
 * ended. So {@link #settled} tells a change of routes, or a drain, that from now on every claim that was asked for
 * before is where it can be taken back. The lease of a claim is counted from before the call, never from its answer.
 *
 * <p><b>What we gave up.</b> A freed slot waits a moment for others, so that short jobs are claimed in groups: a
 * millisecond of latency under load for a third of the round trips. An idle worker does not wait. Where the queue sends
 * no signal at all, the poll is the latency.
 *
 * <p><b>What does not answer, and what fails.</b> A call that has had no answer for {@link #ANSWER_LIMIT} counts as ended; the
 * claims of a later answer are given back. After a failure, which is never the queue's silence, nothing is asked for a while that
 * doubles each time.
 */
final class ClaimLoop {
    /** A call is several calls of Redis, each with its own patience. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);
    private static final long GROUPING_MILLIS = 1;
    private static final long FIRST_REST_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 9;

    private final Claims claims;
    private final Function<Integer, Demand> demand;
    private final HeldClaims held;
    private final ObjLongConsumer<Claim> intake;
    private final Routes routes;
    private final Runnable onNewerRoutes;
    private final ScheduledExecutorService timer;
    private final Rounds rounds;
    private final AtomicBoolean grouping = new AtomicBoolean();
    private final Duration answerLimit;
    private volatile long restsUntil = System.nanoTime();
    private volatile int failures; // written by one round at a time
    private volatile boolean open;
    private volatile boolean paused;
    private volatile IntSupplier quota = () -> Integer.MAX_VALUE;
    private volatile IntConsumer onAnswer = claimed -> {};

    /**
     * @param intake takes each claim in, with {@link System#nanoTime} before it was asked for
     * @param answerLimit how long a call may take
     */
    ClaimLoop(
            Claims claims,
            Function<Integer, Demand> demand,
            HeldClaims held,
            ObjLongConsumer<Claim> intake,
            Routes routes,
            Runnable onNewerRoutes,
            ScheduledExecutorService timer,
            Duration answerLimit) {
        this.claims = claims;
        this.demand = demand;
        this.held = held;
        this.intake = intake;
        this.answerLimit = answerLimit;
        this.routes = routes;
        this.onNewerRoutes = onNewerRoutes;
        this.timer = timer;
        this.rounds = new Rounds("claiming", timer, this::round);
    }

    void start() {
        open = true;
        wake();
    }

    /**
     * Bounds what is claimed, and hears of each answer. To be called before the start.
     *
     * @param quota how many jobs may be claimed at most from now on
     * @param onAnswer hears how many claims each answer had
     */
    void bound(IntSupplier quota, IntConsumer onAnswer) {
        this.quota = quota;
        this.onAnswer = onAnswer;
    }

    /** Claims nothing until {@link #resume}; what is held goes on. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        wake();
    }

    boolean claiming() {
        return open && !paused;
    }

    /** There may be something to claim. Any thread; never blocks. */
    void wake() {
        if (open) {
            rounds.ask();
        }
    }

    /** A slot has become free. Any thread; never blocks. */
    void slotFreed() {
        if (!open) {
            return;
        }
        if (held.count() == 0 || held.free() >= held.count()) {
            rounds.ask();
        } else if (grouping.compareAndSet(false, true)) {
            timer.schedule(
                    () -> {
                        grouping.set(false);
                        wake();
                    },
                    GROUPING_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** No call begins after this. */
    void stop() {
        open = false;
        rounds.stop();
    }

    /** Ends when the call that is out now has been answered and its claims are held. */
    CompletionStage<@Nullable Void> settled() {
        return rounds.settled();
    }

    private CompletionStage<?> round() {
        if (!open || paused || held.free() == 0 || restsUntil - System.nanoTime() > 0) {
            return CompletableFuture.completedFuture(null);
        }
        int most = quota.getAsInt();
        if (most <= 0) {
            onAnswer.accept(0);
            return CompletableFuture.completedFuture(null);
        }
        Demand wanted = demand.apply(Math.min(held.free(), most));
        if (wanted.isEmpty()) {
            onAnswer.accept(0);
            return CompletableFuture.completedFuture(null);
        }
        long asked = System.nanoTime();
        return ask(wanted)
                .thenAccept(answer -> {
                    failures = 0;
                    take(answer, asked);
                    onAnswer.accept(answer.size());
                })
                .exceptionally(this::rest);
    }

    private CompletableFuture<List<Claim>> ask(Demand wanted) {
        CompletableFuture<List<Claim>> inTime = new CompletableFuture<>();
        try {
            claims.claim(wanted).whenComplete((answer, failure) -> {
                if (failure != null) {
                    inTime.completeExceptionally(failure);
                } else if (!inTime.complete(answer)) {
                    giveBack(answer);
                }
            });
        } catch (RuntimeException | Error failure) {
            inTime.completeExceptionally(failure);
        }
        return inTime.orTimeout(answerLimit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveBack(List<Claim> tooLate) {
        // without an answer their leases lapse, as those of a reply that was lost
        tooLate.forEach(claim -> claims.release(claim)
                .whenComplete((released, failure) -> LOG.debug("A late claim was given back: {}", released, failure)));
        LOG.warn(
                "TURNOUT-0349 {} claims came too late and were given back; they run here or elsewhere.",
                tooLate.size());
    }

    private @Nullable Void rest(Throwable thrown) {
        Throwable failure = Stages.unwrap(thrown);
        long millis = FIRST_REST_MILLIS << Math.min(failures++, MOST_DOUBLINGS);
        restsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (failure instanceof TimeoutException) {
            LOG.warn(
                    "TURNOUT-0348 claiming had no answer in time (at most {} s); it is asked again in {} ms. Look at the"
                            + " connection to Redis.",
                    answerLimit.toSeconds(),
                    millis);
        } else {
            LOG.error(
                    "TURNOUT-0347 nothing was claimed, because of {}, which the queue did not answer; jobs that run go on, and it"
                            + " is tried again in {} ms. A LinkageError means a class path whose jars do not fit one"
                            + " another; report anything else.",
                    failure.getClass().getName(),
                    millis,
                    failure);
        }
        return null;
    }

    private void take(List<Claim> answer, long asked) {
        for (Claim claim : answer) {
            intake.accept(claim, asked);
        }
        if (answer.stream().anyMatch(claim -> claim.epoch() > routes.epoch())) {
            onNewerRoutes.run();
        }
    }
}
