// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is done in rounds, one at a time: who asks while a round is under way gets one more round after it,
 * however many they are.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Executor thread;
    private final Supplier<CompletionStage<?>> round;
    private @Nullable CompletableFuture<@Nullable Void> underWay; // guarded by this
    private boolean again; // guarded by this
    private boolean stopped; // guarded by this

    /** @param thread starts each round; must not be the thread of the caller, so that rounds do not pile up on a stack */
    Rounds(String name, Executor thread, Supplier<CompletionStage<?>> round) {
        this.name = name;
        this.thread = thread;
        this.round = round;
    }

    /** Asks for a round that begins after now. Never blocks. */
    synchronized void ask() {
        if (stopped) {
            return;
        }
        if (underWay != null) {
            again = true;
            return;
        }
        underWay = new CompletableFuture<>();
        try {
            thread.execute(this::begin);
        } catch (RejectedExecutionException closed) {
            stopped = true;
            underWay.complete(null);
            underWay = null;
        }
    }

    /** No round begins after this. */
    synchronized void stop() {
        stopped = true;
        again = false;
    }

    /** Ends when the round that is under way now has ended; at once if there is none. */
    synchronized CompletionStage<@Nullable Void> settled() {
        return underWay == null ? CompletableFuture.completedFuture(null) : underWay;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void begin() {
        if (isStopped()) {
            end(null);
            return;
        }
        try {
            round.get().whenComplete((done, failure) -> end(failure));
        } catch (Throwable failure) {
            end(failure);
        }
    }

    private void end(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("TURNOUT-0302 {} failed; it is tried again with the next signal or poll.", name, failure);
        }
        CompletableFuture<@Nullable Void> ended;
        boolean more;
        synchronized (this) {
            ended = underWay;
            underWay = null;
            more = again;
            again = false;
        }
        if (ended != null) {
            ended.complete(null);
        }
        if (more) {
            ask();
        }
    }
}
