// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** An async worker. Its settings are system properties, see {@link Children}. */
final class AsyncChild {
    private AsyncChild() {}

    public static void main(String[] none) throws Exception {
        String name = System.getProperty("name");
        RedisClient client = RedisClient.create(System.getProperty("redis"));
        Pen pen = new Pen(Path.of(System.getProperty("account")), name);
        TrialTasks tasks = new TrialTasks(pen, client.connect().async());
        int slots = Integer.getInteger("slots");
        Duration lease = Duration.ofMillis(Long.getLong("lease"));
        LegacyQueue queue = LegacyQueue.open(
                client,
                LegacyQueueOptions.with()
                        .keyPrefix(System.getProperty("prefix"))
                        .worker(UUID.randomUUID(), name)
                        .slots(slots)
                        .lease(lease));
        Worker worker = Worker.on(queue)
                .name(name)
                .tasks(known(System.getProperty("without", "")))
                .beans(type -> tasks)
                .options(WorkerOptions.with()
                        .slots(slots)
                        .lease(lease)
                        .drainTimeout(Duration.ofSeconds(10))
                        .dutyEvery(Duration.ofMillis(Long.getLong("duty", 200))))
                .build()
                .start();
        Children.say("UP " + name);
        Children.obey(command -> {
            switch (command) {
                case "stop" -> {
                    worker.close();
                    System.exit(0);
                }
                default -> throw new IllegalArgumentException(command);
            }
        });
    }

    /** All tasks but the one of that method: an older worker. */
    private static TaskRegistry known(String without) {
        return TaskRegistry.of(TaskRegistry.annotatedIn(TrialTasks.class).stream()
                .filter(task -> !task.address().methodName().equals(without))
                .toList());
    }
}
