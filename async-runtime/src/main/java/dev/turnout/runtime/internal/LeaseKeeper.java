// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.task.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Renews the leases of all held claims in one call, at a third of the shortest lease and no rarer than the options say.
 *
 * <p>Only the queue's own word ends a run: a renewal without an answer is not a lost claim. All of it happens on the
 * worker's control thread, so that a task that blocks every event loop keeps its lease all the same.
 */
final class LeaseKeeper {
    private static final int RENEWALS_A_LEASE = 3;

    private final Claims claims;
    private final HeldClaims held;
    private final Endings endings;
    private final Duration atLeastEvery;
    private final Executor timer;
    private final Rounds rounds;
    private volatile long lastAsked = System.nanoTime();

    LeaseKeeper(Claims claims, HeldClaims held, Endings endings, Executor timer, Duration atLeastEvery) {
        this.claims = claims;
        this.held = held;
        this.endings = endings;
        this.timer = timer;
        this.atLeastEvery = atLeastEvery;
        this.rounds = new Rounds("renewing leases", timer, this::round);
    }

    /** To be called several times a second; asks the queue only when a renewal is due. */
    void tick() {
        List<HeldClaim> all = held.all();
        if (all.isEmpty()) {
            return;
        }
        long pause = atLeastEvery.toNanos();
        for (HeldClaim run : all) {
            pause = Math.min(pause, run.claim().lease().toNanos() / RENEWALS_A_LEASE);
        }
        if (System.nanoTime() - lastAsked >= pause) {
            rounds.ask();
        }
    }

    /** Somebody says that a job was ended: asks the queue now, if it is one of ours. Any thread; never blocks. */
    void ask(JobId suspect) {
        if (held.has(suspect)) {
            rounds.ask();
        }
    }

    private CompletionStage<?> round() {
        List<HeldClaim> runs = held.in(State.CLAIMED, State.RUNNING, State.COMMITTING);
        long asked = System.nanoTime();
        lastAsked = asked;
        if (runs.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return Inquiry.within(claims.renew(runs.stream().map(HeldClaim::claim).toList()))
                .thenAcceptAsync(answers -> hear(runs, answers, asked), timer);
    }

    /** Those that have not started come first: a lost run frees a thread of its lane, and a lost claim must not start on it. */
    private void hear(List<HeldClaim> runs, List<Answer> answers, long asked) {
        int said = Math.min(runs.size(), answers.size());
        Set<HeldClaim> waiting =
                runs.stream().filter(run -> run.state() == State.CLAIMED).collect(Collectors.toSet());
        for (boolean waits : new boolean[] {true, false}) {
            for (int at = 0; at < said; at++) {
                if (waiting.contains(runs.get(at)) == waits) {
                    hear(runs.get(at), answers.get(at), asked);
                }
            }
        }
    }

    private void hear(HeldClaim run, Answer answer, long asked) {
        if (answer instanceof Committed) {
            run.renewed(asked);
            note(run);
        } else if (answer instanceof AlreadyFinal) {
            endings.cancelled(run);
        } else if (answer instanceof LostClaim) {
            endings.lose(run);
        } // without an answer it stays as it was: the next renewal asks again
    }

    private void note(HeldClaim run) {
        Attempt attempt = run.attempt();
        if (attempt == null || run.state() != State.RUNNING) {
            return;
        }
        Map<String, JsonNode> notes = attempt.notes();
        if (!notes.isEmpty()) {
            Inquiry.within(claims.note(run.claim(), notes)).whenComplete((answer, failure) -> {
                if (!(answer instanceof Committed)) {
                    attempt.notSent(notes);
                }
            });
        }
    }
}
