// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Claims;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Renews the leases of all held claims in one call, at a third of the shortest lease and no rarer than the options say.
 *
 * <p>Only the queue's own word ends a run: a renewal without an answer is not a lost claim.
 */
final class LeaseKeeper {
    private static final int RENEWALS_A_LEASE = 3;

    private final Claims claims;
    private final HeldClaims held;
    private final Endings endings;
    private final Executor threads;
    private final Duration atLeastEvery;
    private final Rounds rounds;
    private volatile long lastAsked = System.nanoTime();

    LeaseKeeper(
            Claims claims, HeldClaims held, Endings endings, Executor timer, Executor threads, Duration atLeastEvery) {
        this.claims = claims;
        this.held = held;
        this.endings = endings;
        this.threads = threads;
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

    private CompletionStage<?> round() {
        List<HeldClaim> runs = held.in(State.CLAIMED, State.RUNNING, State.COMMITTING);
        long asked = System.nanoTime();
        lastAsked = asked;
        if (runs.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return Inquiry.within(claims.renew(runs.stream().map(HeldClaim::claim).toList()))
                .thenAcceptAsync(answers -> hear(runs, answers, asked), threads);
    }

    private void hear(List<HeldClaim> runs, List<Answer> answers, long asked) {
        for (int at = 0; at < Math.min(runs.size(), answers.size()); at++) {
            HeldClaim run = runs.get(at);
            Answer answer = answers.get(at);
            if (answer instanceof Committed) {
                run.renewed(asked);
                note(run);
            } else if (answer instanceof LostClaim || answer instanceof AlreadyFinal) {
                endings.lose(run);
            } // without an answer it stays as it was: the next renewal asks again
        }
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
