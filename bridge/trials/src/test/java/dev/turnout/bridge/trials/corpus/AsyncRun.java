// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import dev.turnout.bridge.jobrunr.JobRunrSurroundings;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.Dialect;
import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import io.lettuce.core.RedisClient;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** Runs the waiting jobs of a corpus in async workers, in this process. */
final class AsyncRun {
    private AsyncRun() {}

    /** What the tasks were passed, by call. {@code queues} is the dialect by key prefix; each gets a worker of its own. */
    static Map<String, String> of(RedisClient client, Map<String, Dialect> queues) throws Exception {
        Seen.clear();
        List<CompletableFuture<BurstResult>> bursts = new ArrayList<>();
        List<LegacyQueue> open = new ArrayList<>();
        for (Map.Entry<String, Dialect> each : queues.entrySet()) {
            LegacyQueue queue = LegacyQueue.open(
                    client,
                    LegacyQueueOptions.with()
                            .keyPrefix(each.getKey())
                            .slots(64)
                            .dialect(each.getValue())
                            .lease(Duration.ofSeconds(30)));
            open.add(queue);
            bursts.add(Worker.on(queue)
                    .tasks(TaskRegistry.of(tasks()))
                    .beans(AsyncRun::bean)
                    .subtypes(Subtypes.of(Freight.Cow.class, Freight.Hen.class))
                    .surroundings(new JobRunrSurroundings(List.of(), new JobMapper(new JacksonJsonMapper())))
                    .build()
                    .burst(Integer.MAX_VALUE, false)
                    .toCompletableFuture());
        }
        for (CompletableFuture<BurstResult> burst : bursts) {
            burst.get(60, TimeUnit.SECONDS);
        }
        open.forEach(LegacyQueue::close);
        return Map.copyOf(Seen.calls());
    }

    /** What the mapper of that folder writes. */
    static Dialect dialect(Path mapper) {
        return switch (mapper.getFileName().toString()) {
            case "Gson" -> Dialect.GSON;
            case "Jsonb" -> Dialect.JSONB;
            default -> Dialect.JACKSON;
        };
    }

    /** What the application passed when it put the job in. */
    static String asEnqueued(String name) throws Exception {
        if (name.equals("request")) {
            new Loading.Handler().run(new Loading("original/request", Calls.ticket()));
        } else {
            Objects.requireNonNull(Calls.all("original/").get(name)).accept(new CorpusTasks());
        }
        return Seen.call("original/" + name);
    }

    private static List<TaskDefinition> tasks() throws NoSuchMethodException {
        List<TaskDefinition> tasks = new ArrayList<>();
        for (Method method : CorpusTasks.class.getDeclaredMethods()) {
            if (java.lang.reflect.Modifier.isPublic(method.getModifiers())) {
                tasks.add(TaskDefinition.blocking(CorpusTasks.class, method, ""));
            }
        }
        tasks.add(TaskDefinition.blocking(
                Loading.Handler.class, Loading.Handler.class.getMethod("run", Loading.class), ""));
        return tasks;
    }

    private static Object bean(Class<?> type) {
        return type == CorpusTasks.class ? new CorpusTasks() : new Loading.Handler();
    }
}
