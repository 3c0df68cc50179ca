// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.hazards;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One Redis for all hazards, each under a key prefix of its own, and what they open on it. */
final class HazardRig {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final RedisProcess process = RedisProcess.start();
    private final RedisClient client = RedisClient.create(process.uri());
    private final RedisCommands<String, String> redis = client.connect().sync();

    RedisCommands<String, String> redis() {
        return redis;
    }

    LegacyPool pool(String prefix) {
        return opened(new LegacyPool(process.uri(), prefix));
    }

    LegacyPool dropIn(String prefix) {
        return opened(LegacyPool.dropIn(process.uri(), prefix));
    }

    LegacyQueue queue(String prefix) {
        return queue(LegacyQueueOptions.with().keyPrefix(prefix).lease(Duration.ofSeconds(10)));
    }

    LegacyQueue queue(LegacyQueueOptions options) {
        return opened(LegacyQueue.open(client, options));
    }

    /** To be closed with this, last opened first. */
    <T extends AutoCloseable> T opened(T one) {
        opened.add(0, one);
        return one;
    }

    /** Everything to the async pool. */
    void route(String prefix) {
        LegacyKeys keys = LegacyKeys.under(prefix);
        redis.incr(keys.epoch());
        redis.hset(keys.routes(), "*", "100");
    }

    Worker worker(String prefix, Shed shed) throws NoSuchMethodException {
        TaskDefinition note = TaskDefinition.blocking(Shed.class, Shed.class.getMethod("note", String.class), "");
        return Worker.on(queue(prefix))
                .tasks(TaskRegistry.of(List.of(note)))
                .beans(type -> shed)
                .build();
    }

    /** What an async worker has done that ran {@code jobs} at most. */
    Shed burst(String prefix, int jobs) throws Exception {
        Shed shed = new Shed();
        worker(prefix, shed).burst(jobs, false).toCompletableFuture().get(60, TimeUnit.SECONDS);
        return shed;
    }

    void every(int millis, Callable<?> work) {
        clock.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.call();
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                0,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** By the clock of Redis. */
    double micros() {
        List<String> time = redis.time();
        return Double.parseDouble(time.get(0)) * 1e6 + Double.parseDouble(time.get(1));
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    void end() throws Exception {
        clock.shutdownNow();
        for (AutoCloseable one : opened) {
            one.close();
        }
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.close();
    }
}
