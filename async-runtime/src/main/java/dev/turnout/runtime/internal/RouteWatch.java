// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Presence.Beat;
import dev.turnout.runtime.queue.Routes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Obeys changes of routes, and says so: reads the routes, waits for the claim call that is out, takes back under the
 * gate's lock what may no longer start, gives it back to the queue, and only then beats with the new epoch. That beat is
 * the acknowledgement for which a switch waits.
 */
final class RouteWatch {
    /** Several beats: one that is lost says nothing that the next does not. */
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final Routes routes;
    private final Presence presence;
    private final HeldClaims held;
    private final StartGate gate;
    private final Endings endings;
    private final Rounds rounds;
    private final Rounds beats;
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
        this.beats = new Rounds("beating", timer, this::beat);
    }

    void waitsFor(ClaimsOut claimsOut) {
        this.claimsOut = claimsOut;
    }

    /** Reads the routes again, obeys them, and beats at once if they have changed. Any thread; never blocks. */
    void ask() {
        rounds.ask();
    }

    /** As {@link #ask}, and a beat now: a worker that waits to obey still says that it lives. */
    void tick() {
        beats.ask();
        rounds.ask();
    }

    void stop() {
        rounds.stop();
        beats.stop();
    }

    /** Ends when no beat is on its way any more. */
    CompletionStage<@Nullable Void> settled() {
        return beats.settled();
    }

    /** The first reading, before anything is claimed. */
    CompletionStage<?> first() {
        return obey().thenCompose(done -> beat());
    }

    /** A failure leaves the old epoch acknowledged; the next beat tries again. */
    private CompletionStage<?> round() {
        long before = obeyed;
        return obey().thenRun(() -> {
            if (obeyed != before) {
                beats.ask();
            }
        });
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
        return Inquiry.within(
                presence.beat(new Beat(held.count(), obeyed, gate.sinceStart(), gate.sinceStarts(LATELY))));
    }

    /** Says when the claim call that is out now has been answered. */
    interface ClaimsOut {
        CompletionStage<@Nullable Void> settled();
    }
}
