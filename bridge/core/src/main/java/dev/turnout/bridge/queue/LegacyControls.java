// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.queue.Controls;
import dev.turnout.runtime.task.TaskAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Caps and pauses of the async pool on JobRunr's layout. Each change is one script: record, audit entry and signal together;
 * it binds every worker with its next claim. Legacy servers do not know of them.
 *
 * <p>Safe for use by several threads; nothing blocks. Stages fail with a fault of the link if Redis gave no answer; asking
 * again does no harm.
 */
public final class LegacyControls implements Controls {
    private static final String ALL = "*";
    private static final String NO_CAP = "none";
    private static final String PAUSE = "1";
    private static final String RESUME = "0";

    private final LegacyRedis redis;
    private final String who;
    private final String why;

    LegacyControls(LegacyRedis redis, String who, String why) {
        this.redis = redis;
        this.who = who;
        this.why = why;
    }

    /**
     * See {@link Controls#cap}. A task whose cap was taken away has none, also where others are capped by {@link #capOthers}.
     * Fails with {@link IllegalArgumentException} if {@code most} is below 1.
     */
    @Override
    public CompletionStage<Void> cap(TaskAddress task, OptionalInt most) {
        return cap(task.toString(), most);
    }

    /** The cap of each task that was never given one of its own; each counts for itself. Otherwise as {@link #cap}. */
    public CompletionStage<Void> capOthers(OptionalInt most) {
        return cap(ALL, most);
    }

    private CompletionStage<Void> cap(String task, OptionalInt most) {
        if (most.isPresent() && most.getAsInt() < 1) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("TURNOUT-0341 a cap of "
                    + most.getAsInt() + " jobs in flight for " + task
                    + " was not set: give 1 or more, or pause the task,"
                    + " which keeps its cap."));
        }
        String record = most.isPresent() ? Integer.toString(most.getAsInt()) : NO_CAP;
        return redis.run(LegacyScript.LIMIT, task, record, who, why).thenAccept(reply -> {});
    }

    @Override
    public CompletionStage<Void> pause(Optional<TaskAddress> task) {
        return hold(task, PAUSE);
    }

    @Override
    public CompletionStage<Void> resume(Optional<TaskAddress> task) {
        return hold(task, RESUME);
    }

    private CompletionStage<Void> hold(Optional<TaskAddress> task, String pause) {
        String target = task.map(TaskAddress::toString).orElse(ALL);
        return redis.run(LegacyScript.HOLD, target, pause, who, why).thenAccept(reply -> {});
    }

    /**
     * See {@link Controls#settings}. Of the tasks that have the cap of {@link #capOthers}, those are named that live workers
     * know or that are in flight. A record that cannot be read as the address of a task is left out.
     */
    @Override
    public CompletionStage<Settings> settings() {
        return redis.run(LegacyScript.SETTINGS).thenApply(LegacyControls::read);
    }

    /** Whether a live worker knows {@code task}: a cap or a pause of any other means nothing now, and may be a slip. */
    public CompletionStage<Boolean> isKnown(TaskAddress task) {
        return redis.run(LegacyScript.SETTINGS)
                .thenApply(reply -> reply.list(4).texts().contains(task.toString()));
    }

    private static Settings read(Reply reply) {
        Map<String, String> caps = reply.list(1).map();
        Map<String, String> inFlight = reply.list(2).map();
        Set<String> paused = new HashSet<>(reply.list(3).texts());
        if (caps.containsKey(ALL)) {
            inFlight.keySet().forEach(task -> caps.putIfAbsent(task, caps.get(ALL)));
            reply.list(4).texts().forEach(task -> caps.putIfAbsent(task, caps.get(ALL)));
        }
        Set<TaskAddress> pausedTasks = new HashSet<>();
        paused.forEach(task -> address(task).ifPresent(pausedTasks::add));
        return new Settings(numbers(caps), numbers(inFlight), paused.contains(ALL), pausedTasks);
    }

    private static Map<TaskAddress, Integer> numbers(Map<String, String> records) {
        Map<TaskAddress, Integer> numbers = new HashMap<>();
        records.forEach((task, record) ->
                address(task).ifPresent(address -> number(record).ifPresent(number -> numbers.put(address, number))));
        return numbers;
    }

    private static Optional<TaskAddress> address(String text) {
        try {
            return Optional.of(TaskAddress.parse(text));
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String record) {
        try {
            return Optional.of(Integer.valueOf(record));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
