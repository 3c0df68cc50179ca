// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.Status;
import dev.turnout.bridge.queue.LegacyRedis;
import dev.turnout.bridge.queue.LegacyScript;
import dev.turnout.bridge.queue.Reply;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.redis.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Throws the lever between the pools. A change is one script: epoch, route, audit and signal together. Then it waits
 * until each live worker has said that it obeys the new epoch, or is dead and its leases have ended; who did not answer in
 * time is named. Data and code are never touched, so the way back is the same lever.
 *
 * <p>Safe for use by several threads; nothing blocks. Stages fail with {@link CutoverRefused}, or with a fault of the
 * link if Redis gave no answer.
 */
public final class Cutover {
    private static final long ASK_EVERY_MS = 100;
    private static final long CHANGED = 1;
    private static final long STOCK_SERVERS = -1;
    private static final long UNFIT = -6;

    private final LegacyRedis redis;

    private Cutover(LegacyRedis redis) {
        this.redis = redis;
    }

    /** The lever of the queue under JobRunr's {@code keyPrefix}; empty for none. The link stays the caller's. */
    public static Cutover over(Link link, String keyPrefix) {
        return new Cutover(new LegacyRedis(link, LegacyKeys.under(keyPrefix)));
    }

    /**
     * Gives a share of a task's jobs, or of all, to the async pool. A first share is capped, if no cap was ever set: at most as
     * many jobs of the task are in flight over all async workers as live legacy servers have threads, since those were the
     * only throttle that its back ends knew. Raising it is a change of its own.
     *
     * @param patience how long to wait for the workers; then the answer is not {@link Settled#done}
     * @param progress called about ten times a second while waiting, on a timer thread
     * @return how it stands; fails with {@link CutoverRefused} if an unguarded legacy server lives, if no live worker knows
     *     the task, or if one could not run it as the legacy pool does; then nothing was changed
     */
    public CompletionStage<Settled> switchTo(Change change, Duration patience, Consumer<Settled> progress) {
        return change(change, true, patience, progress);
    }

    /** Gives everything that {@code change} names back to the legacy pool; its own route does not count. Never refused. */
    public CompletionStage<Settled> rollback(Change change, Duration patience, Consumer<Settled> progress) {
        Change back = new Change(change.task(), Route.LEGACY, change.who(), change.why(), change.acceptStock());
        return change(back, false, patience, progress);
    }

    /**
     * Keeps the operator's word that all legacy servers now on the list are paused. They stay master, but the async pool
     * no longer leaves them the head of the queue, so jobs in a short queue start at once. A server that starts later is
     * not meant. A rollback takes the word back, so resume servers only when a rollback is done: one that runs against the
     * word may run a job twice.
     *
     * @return number of servers declared paused
     */
    public CompletionStage<Long> declareLegacyPaused(String who, String why) {
        return redis.run(LegacyScript.PAUSED, who, why).thenApply(reply -> reply.number(1));
    }

    /** Both pools at this moment. */
    public CompletionStage<Status> status() {
        return redis.run(LegacyScript.STATUS).thenApply(StatusReader::read);
    }

    private CompletionStage<Settled> change(
            Change change, boolean check, Duration patience, Consumer<Settled> progress) {
        return redis.run(
                        LegacyScript.SWITCH,
                        change.target(),
                        Integer.toString(change.route().percent()),
                        change.who(),
                        change.why(),
                        change.acceptStock() ? "1" : "0",
                        check ? "1" : "0")
                .thenCompose(reply -> {
                    if (reply.number(0) != CHANGED) {
                        return CompletableFuture.failedFuture(refusal(change, reply));
                    }
                    long until = System.nanoTime() + patience.toNanos();
                    int cap = (int) reply.number(2);
                    OptionalInt set = cap > 0 ? OptionalInt.of(cap) : OptionalInt.empty();
                    return await(reply.number(1), set, until, progress);
                });
    }

    private CompletionStage<Settled> await(long epoch, OptionalInt cap, long until, Consumer<Settled> progress) {
        return status().thenCompose(status -> {
            Settled now = settled(epoch, cap, status);
            progress.accept(now);
            if (now.done() || System.nanoTime() - until >= 0) {
                return CompletableFuture.completedFuture(now);
            }
            return after(ASK_EVERY_MS, () -> await(epoch, cap, until, progress));
        });
    }

    private static <T> CompletionStage<T> after(long millis, Supplier<CompletionStage<T>> next) {
        Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(next, later).thenCompose(stage -> stage);
    }

    private static Settled settled(long epoch, OptionalInt cap, Status status) {
        List<String> answered = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (Status.Worker worker : status.workers()) {
            if (worker.lives()) {
                (worker.epoch() >= epoch ? answered : silent).add(worker.label());
            }
        }
        return new Settled(epoch, cap, answered, silent, status.reserved());
    }

    private static CutoverRefused refusal(Change change, Reply reply) {
        if (reply.number(0) == STOCK_SERVERS) {
            List<String> ids = new ArrayList<>();
            for (int i = 2; i < reply.size(); i++) {
                ids.add(reply.text(i));
            }
            return new CutoverRefused("TURNOUT-0330 nothing was switched: the legacy servers " + String.join(", ", ids)
                    + " are stock, and a stock server beside async workers may run a job twice or lose an enqueued one."
                    + " Give them GuardedPool or the drop-in; or pause them and say so (accept stock).");
        }
        if (reply.number(0) == UNFIT) {
            return new CutoverRefused(Unfit.message(reply));
        }
        String what = change.task().isPresent() ? "knows the task " + change.target() : "lives";
        return new CutoverRefused("TURNOUT-0331 nothing was switched: no async worker " + what
                + ", so its jobs would wait for nobody. Start a worker with this task registered, then switch.");
    }
}
