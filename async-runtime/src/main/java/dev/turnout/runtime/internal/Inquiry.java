// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.Indeterminate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One change that must have an answer. Asks again, with the same token, as long as there is none: at least {@value
 * #MIN_ASKS} times and until the lease is over, at most {@value #MAX_ASKS} times.
 */
final class Inquiry {
    private static final int MIN_ASKS = 5;
    private static final int MAX_ASKS = 60;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long ANSWER_LIMIT_SECONDS = 10;

    private final HeldClaim held;
    private final Supplier<CompletionStage<Answer>> question;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<Answer> result = new CompletableFuture<>();
    private int asks;

    private Inquiry(HeldClaim held, Supplier<CompletionStage<Answer>> question, ScheduledExecutorService timer) {
        this.held = held;
        this.question = question;
        this.timer = timer;
    }

    /** The answer; {@code Indeterminate} if there was none to the end. Never fails. */
    static CompletionStage<Answer> ask(
            HeldClaim held, ScheduledExecutorService timer, Supplier<CompletionStage<Answer>> question) {
        Inquiry inquiry = new Inquiry(held, question, timer);
        inquiry.askNow();
        return inquiry.result;
    }

    /** {@code stage}, but failed when it has not ended after the limit for any answer of a queue. */
    static <T> CompletableFuture<T> within(CompletionStage<T> stage) {
        return stage.thenApply(value -> value).toCompletableFuture().orTimeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private void askNow() {
        asks++;
        CompletionStage<Answer> reply;
        try {
            reply = within(question.get());
        } catch (RuntimeException | Error failure) {
            reply = CompletableFuture.failedFuture(failure);
        }
        reply.exceptionally(failure -> new Indeterminate(Stages.unwrap(failure)))
                .whenComplete((answer, never) -> heard(answer));
    }

    private void heard(Answer answer) {
        boolean none = answer instanceof Indeterminate;
        boolean goOn = asks < MIN_ASKS || (asks < MAX_ASKS && !held.leaseOver());
        if (!none || !goOn) {
            result.complete(answer);
            return;
        }
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(asks - 1, 10));
        try {
            timer.schedule(this::askNow, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            result.complete(answer);
        }
    }
}
