// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.internal.JobRun.Event;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.Indeterminate;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.EndedElsewhere;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.queue.WorkerListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each claim to its end: stored, given back, parked or lost. Each method's stage ends when the queue has answered. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Claims claims;
    private final HeldClaims held;
    private final Announcer announcer;
    private final Executor threads;
    private final ScheduledExecutorService timer;

    Endings(Claims claims, HeldClaims held, Announcer announcer, Executor threads, ScheduledExecutorService timer) {
        this.claims = claims;
        this.held = held;
        this.announcer = announcer;
        this.threads = threads;
        this.timer = timer;
    }

    /** Stores the good end of a run that is COMMITTING, its last notes first. */
    void complete(HeldClaim run, Map<String, JsonNode> notes) {
        conclude(
                run,
                State.COMMITTING,
                afterNotes(run, notes, () -> claims.complete(run.claim())),
                listener -> listener.ended(run.claim(), Optional.empty()));
    }

    /** Stores the failed end of a run that is COMMITTING, its last notes first. */
    void fail(HeldClaim run, Failure failure, Map<String, JsonNode> notes) {
        LoggingContext.during(
                run.claim(),
                failure.cause(),
                () -> LOG.warn(
                        "job {} of task {} failed in attempt {}",
                        run.claim().id(),
                        run.claim().task(),
                        run.claim().attempt(),
                        failure.cause()));
        conclude(
                run,
                State.COMMITTING,
                afterNotes(run, notes, () -> claims.fail(run.claim(), failure)),
                listener -> listener.ended(run.claim(), Optional.of(failure.cause())),
                listener -> listener.retried(run.claim(), failure.cause()));
    }

    /** Gives a claim back that has not started. Does nothing if it is no longer CLAIMED. */
    CompletionStage<@Nullable Void> giveBack(HeldClaim run, String why) {
        return run.move(State.CLAIMED, Event.GIVE_BACK) ? release(run, why) : CompletableFuture.completedFuture(null);
    }

    /** Gives a claim back that is RELEASING. */
    CompletionStage<@Nullable Void> release(HeldClaim run, String why) {
        return conclude(
                run,
                State.RELEASING,
                Inquiry.ask(run, timer, () -> claims.release(run.claim())),
                listener -> listener.released(run.claim(), why));
    }

    /** Parks a claim that has not started. Does nothing if it is no longer CLAIMED. */
    void park(HeldClaim run, String reason) {
        if (run.move(State.CLAIMED, Event.UNFIT)) {
            LOG.warn("job {} is parked: {}", run.claim().id(), reason);
            conclude(
                    run,
                    State.PARKING,
                    Inquiry.ask(run, timer, () -> claims.park(run.claim(), reason)),
                    listener -> listener.parked(run.claim(), reason));
        }
    }

    /** The queue says that somebody else owns the job, or nobody: cancels what runs of it and drops its result. */
    void lose(HeldClaim run) {
        if (run.move(State.CLAIMED, Event.LEASE_LOST)) {
            lost(run, Runnable::run);
            held.remove(run);
        } else if (run.move(State.RUNNING, Event.LEASE_LOST)) {
            lost(run, run::afterStart); // its slot is free when no thread runs it any more
            run.cancel(new CancellationException(
                    "TURNOUT-0306 job " + run.claim().id() + " was taken from this worker or deleted"));
        }
    }

    /** The queue says that somebody has ended the job: cancels what runs of it. */
    void cancelled(HeldClaim run) {
        if (run.move(State.CLAIMED, Event.CANCEL)) {
            endedElsewhere(run, Runnable::run);
            held.remove(run);
        } else if (run.move(State.RUNNING, Event.CANCEL)) {
            endedElsewhere(run, run::afterStart); // its slot is free when no thread runs it any more
            run.cancel(new EndedElsewhere("TURNOUT-0317 job " + run.claim().id() + " was cancelled"));
        }
    }

    /** Takes the slot from a run that does not end. Its lease is not renewed any more, so the queue takes the job back. */
    void abandon(HeldClaim run) {
        if (run.move(State.RUNNING, Event.ABANDON)) {
            LOG.warn(
                    "TURNOUT-0318 job {} of task {} has not ended after {} s; it is cancelled and loses its slot. The queue"
                            + " takes it back when its lease has lapsed, as after a crash. Give the task a time-out.",
                    run.claim().id(),
                    run.claim().task(),
                    run.turn().toSeconds());
            claims.forget(run.claim());
            run.afterStart(() -> announcer.tell(listener -> listener.abandoned(run.claim())));
            run.cancel(
                    new CancellationException("TURNOUT-0318 job " + run.claim().id() + " has not ended in time"));
            held.remove(run);
        } else if (run.state() == State.CLAIMED) {
            giveBack(run, "no thread of its lane has become free in time");
        } else if (run.state() == State.LOST || run.state() == State.CANCELLED) {
            LOG.warn(
                    "TURNOUT-0319 job {} of task {} was cancelled, and a thread of it does not react; its slot is free"
                            + " again, the thread is not.",
                    run.claim().id(),
                    run.claim().task());
            held.remove(run);
        }
    }

    /** The slot of a run that was lost or cancelled while it ran: nothing of it runs any more. */
    void forget(HeldClaim run) {
        held.remove(run);
    }

    private CompletionStage<Answer> afterNotes(
            HeldClaim run, Map<String, JsonNode> notes, Supplier<CompletionStage<Answer>> end) {
        if (notes.isEmpty()) {
            return Inquiry.ask(run, timer, end);
        }
        return Inquiry.ask(run, timer, () -> claims.note(run.claim(), notes))
                .thenCompose(noted -> Inquiry.ask(run, timer, end));
    }

    private CompletionStage<@Nullable Void> conclude(
            HeldClaim run, State from, CompletionStage<Answer> answer, Consumer<WorkerListener> news) {
        return conclude(run, from, answer, news, news);
    }

    /** @param again what to tell where the queue says that the job will be run again */
    private CompletionStage<@Nullable Void> conclude(
            HeldClaim run,
            State from,
            CompletionStage<Answer> answer,
            Consumer<WorkerListener> news,
            Consumer<WorkerListener> again) {
        return answer.<@Nullable Void>handleAsync(
                (said, never) -> {
                    settle(run, from, said, said instanceof Committed stored && stored.again() ? again : news);
                    held.remove(run);
                    return null;
                },
                threads);
    }

    private void settle(HeldClaim run, State from, Answer said, Consumer<WorkerListener> news) {
        if (said instanceof Committed) {
            run.move(from, Event.ANSWERED);
            announcer.tell(news);
        } else if (said instanceof AlreadyFinal) {
            run.move(from, Event.CANCEL);
            endedElsewhere(run, Runnable::run);
        } else if (said instanceof LostClaim) {
            run.move(from, Event.LEASE_LOST);
            lost(run, Runnable::run);
        } else if (said instanceof Indeterminate none) {
            run.move(from, Event.UNANSWERED);
            LOG.warn(
                    "TURNOUT-0307 job {}: the queue did not say whether its end is stored, and its lease is over. If it is"
                            + " not, the job is run again. Look at the connection to Redis.",
                    run.claim().id(),
                    none.cause());
            claims.forget(run.claim());
            announcer.tell(listener -> listener.lost(run.claim()));
        }
    }

    /** @param inTurn keeps the news behind that of the start, where a start is being told on another thread */
    private void endedElsewhere(HeldClaim run, Consumer<Runnable> inTurn) {
        LOG.info(
                "TURNOUT-0317 job {} of task {} was ended by somebody else while this worker held it; its result is"
                        + " dropped.",
                run.claim().id(),
                run.claim().task());
        claims.forget(run.claim());
        inTurn.accept(() -> announcer.tell(listener -> listener.cancelled(run.claim())));
    }

    /** @param inTurn as with {@link #endedElsewhere} */
    private void lost(HeldClaim run, Consumer<Runnable> inTurn) {
        LOG.warn(
                "TURNOUT-0306 job {} of task {} is no longer this worker's (token {}); its result is dropped.",
                run.claim().id(),
                run.claim().task(),
                run.claim().token());
        claims.forget(run.claim());
        inTurn.accept(() -> announcer.tell(listener -> listener.lost(run.claim())));
    }
}
