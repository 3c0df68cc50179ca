// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Presence.Beat;
import dev.turnout.runtime.queue.Routes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obeys changes of routes, and says so: reads the routes, waits for the claim call that is out, takes back under the
 * gate's lock what may no longer start, gives it back to the queue, and only then beats with the new epoch. That beat is
 * the acknowledgement for which a switch waits.
 */
final class RouteWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);

    private final Routes routes;
    private final Presence presence;
    private final HeldClaims held;
    private final StartGate gate;
    private final Endings endings;
    private final Rounds rounds;
    private volatile ClaimsOut claimsOut = () -> CompletableFuture.completedFuture(null);
    private volatile long obeyed;

    RouteWatch(Routes routes, Presence presence, HeldClaims held, StartGate gate, Endings endings, Executor timer) {
        this.routes = routes;
        this.presence = presence;
        this.held = held;
        this.gate = gate;
        this.endings = endings;
        this.obeyed = routes.epoch();
        this.rounds = new Rounds("obeying routes", timer, this::round);
    }

    void waitsFor(ClaimsOut claimsOut) {
        this.claimsOut = claimsOut;
    }

    /** Reads the routes again, obeys them and beats. Any thread; never blocks. */
    void ask() {
        rounds.ask();
    }

    void stop() {
        rounds.stop();
    }

    /** Ends when the round that is under way has ended. */
    CompletionStage<@Nullable Void> settled() {
        return rounds.settled();
    }

    /** The first reading, before anything is claimed. */
    CompletionStage<?> first() {
        return obey().thenCompose(done -> beat());
    }

    private CompletionStage<?> round() {
        return obey().exceptionally(failure -> {
                    LOG.warn(
                            "TURNOUT-0309 the routes could not be read or obeyed; epoch {} stays acknowledged, and it is"
                                    + " tried again with the next beat.",
                            obeyed,
                            failure);
                    return null;
                })
                .thenCompose(done -> beat());
    }

    private CompletionStage<@Nullable Void> obey() {
        return Inquiry.within(routes.refresh())
                .thenCompose(epoch -> Inquiry.within(claimsOut.settled())
                        .thenCompose(settled -> giveBackWhatMayNotStart())
                        .<@Nullable Void>thenApply(done -> {
                            obeyed = epoch;
                            return null;
                        }));
    }

    private CompletionStage<@Nullable Void> giveBackWhatMayNotStart() {
        List<HeldClaim> back = gate.takeBack(held.all());
        return CompletableFuture.allOf(back.stream()
                .map(run -> endings.release(run, "its route has changed").toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<@Nullable Void> beat() {
        return Inquiry.within(presence.beat(new Beat(held.count(), obeyed)));
    }

    /** Says when the claim call that is out now has been answered. */
    interface ClaimsOut {
        CompletionStage<@Nullable Void> settled();
    }
}
