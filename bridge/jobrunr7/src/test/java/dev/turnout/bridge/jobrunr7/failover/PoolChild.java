// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.failover;

import dev.turnout.bridge.jobrunr7.GuardedPool;
import dev.turnout.bridge.jobrunr7.LegacyBeat;
import dev.turnout.bridge.jobrunr7.TurnoutStorageProvider;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/**
 * One process of a pool: {@code guarded} or {@code drop-in} for a legacy server of that level, or {@code async}; the address of the
 * sentinels, and the file of its {@link Diary}.
 */
final class PoolChild {
    static final String PREFIX = "mixed";
    private static final int SLOTS = 8;
    private static final Duration POLL = Duration.ofSeconds(5);

    private PoolChild() {}

    public static void main(String[] arguments) throws Exception {
        RedisClient client = RedisClient.create(arguments[1]);
        Diary diary = new Diary(Path.of(arguments[2]));
        if (arguments[0].equals("async")) {
            async(client, diary);
        } else {
            legacy(client, diary, arguments[0]);
        }
        diary.write("UP");
        Thread.currentThread().join();
    }

    @SuppressWarnings("deprecation") // the provider that users have
    static StorageProvider storage(RedisClient client, String level) {
        return level.equals("drop-in")
                ? new TurnoutStorageProvider(client, PREFIX)
                : new LettuceRedisStorageProvider(GuardedPool.of(client), PREFIX);
    }

    private static void legacy(RedisClient client, Diary diary, String level) {
        JacksonJsonMapper json = new JacksonJsonMapper();
        StorageProvider storage = storage(client, level);
        storage.setJobMapper(new JobMapper(json));
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(diary);
            }
        };
        BackgroundJobServer server = new BackgroundJobServer(
                storage,
                json,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(SLOTS)
                        .andPollInterval(POLL));
        server.start();
        if (level.equals("guarded")) {
            LegacyBeat.start(client, server, PREFIX, level);
        }
        Thread watch = new Thread(() -> watch(server, diary), "watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Says once if the server gives up. */
    private static void watch(BackgroundJobServer server, Diary diary) {
        while (server.isRunning()) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException over) {
                return;
            }
        }
        diary.write("STOPPED");
    }

    private static void async(RedisClient client, Diary diary) throws NoSuchMethodException {
        LegacyQueue queue = LegacyQueue.open(
                client, LegacyQueueOptions.with().keyPrefix(PREFIX).slots(SLOTS).lease(POLL));
        TaskDefinition work =
                TaskDefinition.blocking(Diary.class, Diary.class.getMethod("work", String.class, int.class), "");
        Worker.on(queue)
                .name("async")
                .tasks(TaskRegistry.of(List.of(work)))
                .beans(type -> diary)
                .options(WorkerOptions.with().slots(SLOTS).lease(POLL))
                .build()
                .start();
    }
}
