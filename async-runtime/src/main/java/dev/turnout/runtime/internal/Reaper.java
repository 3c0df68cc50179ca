// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Duties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the queue's duties: makes due jobs claimable, and takes back jobs whose worker has died. */
final class Reaper {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final Duties duties;
    private final Runnable wake;
    private final Rounds rounds;

    Reaper(Duties duties, Runnable wake, Executor timer) {
        this.duties = duties;
        this.wake = wake;
        this.rounds = new Rounds("the queue's duties", timer, this::round);
    }

    void tick() {
        rounds.ask();
    }

    void stop() {
        rounds.stop();
    }

    private CompletionStage<?> round() {
        return either("taken back", duties::reap).thenCompose(reaped -> {
            if (reaped > 0) {
                LOG.warn("{} jobs were taken back, because their lease had lapsed.", reaped);
            }
            return either("made claimable", duties::promote).thenAccept(promoted -> {
                if (promoted + reaped > 0) {
                    wake.run();
                }
            });
        });
    }

    /** One duty that fails does not keep the other from being done. */
    private static CompletionStage<Integer> either(String what, Supplier<CompletionStage<Integer>> duty) {
        return CompletableFuture.<@Nullable Void>completedFuture(null) // a throw is a failure like any other
                .thenCompose(now -> Inquiry.within(duty.get()))
                .exceptionally(failure -> {
                    LOG.warn("TURNOUT-0329 no job was {}; it is tried again in the next round.", what, failure);
                    return 0;
                });
    }
}
