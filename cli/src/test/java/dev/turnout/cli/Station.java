// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.bridge.Change;
import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.Status;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A real Redis with a queue on it, all of whose tasks are the async pool's, and somebody who puts jobs in. */
final class Station implements AutoCloseable {
    static final String PREFIX = "app";

    private final RedisProcess redis = RedisProcess.start();
    private final Link link = Link.to(redis.uri(), Duration.ofSeconds(5));
    private final LegacyQueue queue =
            LegacyQueue.open(redis.uri(), LegacyQueueOptions.with().keyPrefix(PREFIX));
    private final ObjectMapper json = new ObjectMapper();

    Station() {
        get(queue.presence().announce()); // without a worker nothing can be routed to it
        Change all = Change.all(new Route(100), "test", "test").acceptingStock();
        get(Cutover.over(link, PREFIX).switchTo(all, Duration.ZERO, now -> {}));
        get(queue.presence().leave());
    }

    String uri() {
        return redis.uri();
    }

    /** Puts a job in whose arguments are strings and longs. */
    JobId enqueue(String type, String method, Object... values) {
        return enqueue(Optional.empty(), type, method, values);
    }

    JobId enqueue(Optional<Integer> retries, String type, String method, Object... values) {
        List<Argument> arguments = new ArrayList<>();
        for (Object value : values) {
            String declared = value instanceof Long ? "long" : value.getClass().getName();
            arguments.add(new Argument(declared, json.valueToTree(value)));
        }
        TaskAddress task = new TaskAddress(
                type, method, arguments.stream().map(Argument::declaredType).toList());
        JobId id = new JobId(UUID.randomUUID().toString());
        get(queue.door().insert(new NewJob(id, task, arguments, Duration.ZERO, retries, Map.of())));
        return id;
    }

    Optional<String> state(JobId id) {
        return get(queue.door().state(id));
    }

    /** Stops all claims of the async pool. */
    void pause() {
        get(queue.controls().pause(Optional.empty()));
    }

    /** Jobs of any task that are due. */
    long waiting() {
        return get(queue.door().backlog(Set.of())).waiting();
    }

    Status status() {
        return get(Cutover.over(link, PREFIX).status());
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        queue.close();
        link.close();
        redis.close();
    }
}
