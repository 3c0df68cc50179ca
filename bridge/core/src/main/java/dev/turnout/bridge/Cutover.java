// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.Entry;
import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.control.Status;
import dev.turnout.bridge.queue.LegacyRedis;
import dev.turnout.bridge.queue.LegacyScript;
import dev.turnout.bridge.queue.Reply;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Throws the lever between the pools. A change is one script: epoch, route, audit and signal together. Then it waits
 * until each live worker has said that it obeys the new epoch, or is dead and its leases have ended; who did not answer in
 * time is named. Data and code are never touched, so the way back is the same lever.
 *
 * <p>Safe for use by several threads; nothing blocks. Stages fail with {@link CutoverRefused}, or with a fault of the
 * link if Redis gave no answer.
 */
public final class Cutover {
    private static final long CHANGED = 1;
    private static final int LONGEST_LOG = 10_000;

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
     *     the task, or one of the group; if the change is about all, is not confirmed, and no live worker knows a task that is there by a
     *     route, a group, a waiting or recurring job or a claim; if one could not run it as the legacy pool does, or if a recurring job calls it with what only JobRunr Pro does;
     *     then nothing was changed
     */
    public CompletionStage<Settled> switchTo(Change change, Duration patience, Consumer<Settled> progress) {
        return redis.run(LegacyScript.DEFINITIONS)
                .thenCompose(reply -> unless(
                        ProRuns.refusal(change.target(), reply)
                                .filter(refusal -> change.route().percent() > 0),
                        () -> change(change, true, ProRuns.tasks(reply), patience, progress)));
    }

    /**
     * Gives everything that {@code change} names back to the legacy pool; its own route does not count. Returns when no async
     * start can follow: each live worker has said that it obeys, or its leases have ended.
     *
     * @return how it stands; fails with {@link CutoverRefused} if only async workers can run some of the tasks and the change does
     *     not confirm it, if nothing knows the task that it names, or if the routes are not those it was decided on; then nothing was
     *     changed
     */
    public CompletionStage<Settled> rollback(Change change, Duration patience, Consumer<Settled> progress) {
        return change(change.back(), false, Set.of(), patience, progress);
    }

    /**
     * Keeps the operator's word that all legacy servers now on the list are paused. They stay master, but the async pool
     * no longer leaves them the head of the queue, so jobs in a short queue start at once. A server that starts later is
     * not meant. Any falling share takes the word back, so resume servers only when that is done: one that runs against the
     * word may run a job twice.
     *
     * @return number of servers declared paused
     */
    public CompletionStage<Long> declareLegacyPaused(String who, String why) {
        return redis.run(LegacyScript.PAUSED, who, why).thenApply(reply -> reply.number(1));
    }

    /**
     * Puts tasks into a group, or takes them out of theirs. From then on the route of the group is theirs, where they have none of
     * their own. Where a task's share rises by that, everything is asked and capped as by {@link #switchTo}; where it falls, as by
     * {@link #rollback}. A name that nobody knows yet may go into a group.
     *
     * @param patience as in {@link #switchTo}
     * @param progress as in {@link #switchTo}
     * @return how it stands; fails with {@link CutoverRefused} as the other two do, then nothing was changed
     */
    public CompletionStage<Settled> group(Grouping grouping, Duration patience, Consumer<Settled> progress) {
        String name = grouping.name();
        if (!name.isEmpty() && !GROUP.matcher(name).matches()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("TURNOUT-0359 '" + name
                    + "' is no name of a group; give up to 60 letters, digits, dots, hyphens and underscores"));
        }
        List<String> args = new ArrayList<>(List.of(
                name,
                grouping.who(),
                grouping.why(),
                grouping.epoch(),
                flag(grouping.acceptStock()),
                flag(grouping.confirmed()),
                flag(grouping.yields())));
        grouping.tasks().forEach(task -> args.add(task.toString()));
        String target = grouping.tasks().size() == 1 ? grouping.tasks().get(0).toString() : "one of these tasks";
        return risingBy(grouping)
                .thenCompose(rising -> redis.run(LegacyScript.DEFINITIONS)
                        .thenCompose(reply -> unless(
                                ProRuns.refusal(rising, reply),
                                () -> redis.run(LegacyScript.GROUP, args)
                                        .thenCompose(answer ->
                                                awaited(target, grouping.epoch(), answer, patience, progress)))));
    }

    private CompletionStage<Set<TaskAddress>> risingBy(Grouping grouping) {
        return redis.run(LegacyScript.STATUS).thenApply(StatusReader::read).thenApply(status -> {
            RouteTable before = new RouteTable(status.epoch(), status.routes(), status.groups());
            RouteTable after = before.with(grouping.tasks(), grouping.name());
            return grouping.tasks().stream()
                    .filter(task -> after.of(task).percent() > before.of(task).percent())
                    .collect(Collectors.toSet());
        });
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

    /** The last {@code most} changes of routes, caps, pauses and ages, newest first; 1 to 10,000. */
    public CompletionStage<List<Entry>> log(int most) {
        if (most < 1 || most > LONGEST_LOG) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "TURNOUT-0653 " + most + " changes cannot be shown: give from 1 to " + LONGEST_LOG));
        }
        return redis.run(LegacyScript.LOG, Integer.toString(most)).thenApply(LogReader::read);
    }

    /** Both pools at this moment. */
    public CompletionStage<Status> status() {
        return redis.run(LegacyScript.STATUS).thenApply(StatusReader::read);
    }

    /** Whether JobRunr or an async worker has stored anything under this prefix: if not, it may be another queue's, or a slip. */
    public CompletionStage<Boolean> isUsed() {
        return redis.run(LegacyScript.STORED).thenApply(reply -> reply.number(1) == 1);
    }

    private CompletionStage<Settled> change(
            Change change, boolean check, Set<String> recurring, Duration patience, Consumer<Settled> progress) {
        List<String> args = new ArrayList<>(List.of(
                change.target(),
                change.route().record(),
                change.who(),
                change.why(),
                flag(change.acceptStock()),
                flag(check),
                change.epoch(),
                flag(change.confirmed()),
                flag(change.yields())));
        if (change.target().equals(RouteTable.ALL)) {
            args.addAll(recurring);
        }
        return redis.run(LegacyScript.SWITCH, args)
                .thenCompose(reply -> awaited(change.target(), change.epoch(), reply, patience, progress));
    }

    private static String flag(boolean set) {
        return set ? "1" : "0";
    }

    private static <T> CompletionStage<T> unless(
            Optional<CutoverRefused> refusal, Supplier<CompletionStage<T>> otherwise) {
        return refusal.<CompletionStage<T>>map(CompletableFuture::failedFuture).orElseGet(otherwise);
    }

    private CompletionStage<Settled> awaited(
            String target, String decidedOn, Reply reply, Duration patience, Consumer<Settled> progress) {
        return reply.number(0) == CHANGED
                ? new Obedience(redis, reply).within(patience, progress)
                : CompletableFuture.failedFuture(Refusals.of(target, decidedOn, reply));
    }
}
