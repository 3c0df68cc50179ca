// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.Entry;
import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.control.Status;
import dev.turnout.bridge.queue.LegacyRedis;
import dev.turnout.bridge.queue.LegacyScript;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

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

    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final Duration LONGEST_AGE = Duration.ofMinutes(10);

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
     *     the task, if one could not run it as the legacy pool does, or if a recurring job calls it with what only JobRunr Pro does;
     *     then nothing was changed
     */
    public CompletionStage<Settled> switchTo(Change change, Duration patience, Consumer<Settled> progress) {
        return redis.run(LegacyScript.DEFINITIONS)
                .thenCompose(reply -> ProRuns.refusal(change.target(), reply)
                        .filter(refusal -> change.route().percent() > 0)
                        .<CompletionStage<Settled>>map(CompletableFuture::failedFuture)
                        .orElseGet(() -> change(change, true, patience, progress)));
    }

    /**
     * Gives everything that {@code change} names back to the legacy pool; its own route does not count. Returns when no async
     * start can follow: each live worker has said that it obeys, or its leases have ended.
     *
     * @return how it stands; fails with {@link CutoverRefused} if only async workers can run some of the tasks and the change does
     *     not confirm it, or if the routes are not those it was decided on; then nothing was changed
     */
    public CompletionStage<Settled> rollback(Change change, Duration patience, Consumer<Settled> progress) {
        return change(change.back(), false, patience, progress);
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

    /**
     * Puts tasks into a group, out of whichever they were in; an empty name takes them out of theirs. From then on the route of
     * the group is theirs, where they have none of their own.
     *
     * @param decidedOn as in {@link Change}
     * @return the new epoch; fails with {@link CutoverRefused} if the routes are not those it was decided on
     */
    public CompletionStage<Long> group(
            String name, List<TaskAddress> tasks, String who, String why, OptionalLong decidedOn) {
        if (!name.isEmpty() && !GROUP.matcher(name).matches()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("TURNOUT-0359 '" + name
                    + "' is no name of a group; give up to 60 letters, digits, dots, hyphens and underscores"));
        }
        String epoch = decidedOn.isPresent() ? Long.toString(decidedOn.getAsLong()) : "";
        List<String> args = new ArrayList<>(List.of(name, who, why, epoch));
        tasks.forEach(task -> args.add(task.toString()));
        return redis.run(LegacyScript.GROUP, args)
                .thenCompose(reply -> reply.number(0) == CHANGED
                        ? CompletableFuture.completedFuture(reply.number(1))
                        : CompletableFuture.failedFuture(Refusals.of(RouteTable.group(name), epoch, reply)));
    }

    /**
     * Says how old a job must be before the async pool, or a drop-in server, claims it: an application that enqueues before it
     * commits needs that time. Binds with the next claim. Retries and scheduled jobs count from their creation.
     *
     * @param age empty for the poll interval of the legacy servers, which is what the application has lived with
     */
    public CompletionStage<Void> minimumAge(Optional<Duration> age, String who, String why) {
        if (age.isPresent() && (age.get().isNegative() || age.get().compareTo(LONGEST_AGE) > 0)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "TURNOUT-0362 an age of " + age.get() + " was not set: give from 0 s to 10 min"));
        }
        String micros = age.map(time -> Long.toString(time.toNanos() / 1_000)).orElse("");
        return redis.run(LegacyScript.RIPEN, micros, who, why).thenAccept(reply -> {});
    }

    /** The last {@code most} changes of routes, caps, pauses and ages, newest first. */
    public CompletionStage<List<Entry>> log(int most) {
        return redis.run(LegacyScript.LOG, Integer.toString(most)).thenApply(LogReader::read);
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
                        change.route().record(),
                        change.who(),
                        change.why(),
                        change.acceptStock() ? "1" : "0",
                        check ? "1" : "0",
                        change.epoch(),
                        change.confirmed() ? "1" : "0")
                .thenCompose(reply -> {
                    if (reply.number(0) != CHANGED) {
                        return CompletableFuture.failedFuture(Refusals.of(change.target(), change.epoch(), reply));
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
        return new Settled(epoch, cap, answered, silent, status.reserved(), status.lastClaim(), status.lastStart());
    }
}
