// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.RetryPolicy;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import io.lettuce.core.RedisClient;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A worker process. Its settings are system properties, see {@link Children}. */
final class WorkerChild {
    static final int OUT_OF_MEMORY = 3;

    private WorkerChild() {}

    public static void main(String[] none) throws Exception {
        String name = System.getProperty("name");
        Ledger ledger = new Ledger(Path.of(System.getProperty("ledger")), name);
        Duration lease = Duration.ofMillis(Long.getLong("lease"));
        int slots = Integer.getInteger("slots");
        RedisClient client = RedisClient.create(System.getProperty("redis"));
        LegacyQueue queue = LegacyQueue.open(
                client,
                LegacyQueueOptions.with()
                        .keyPrefix(System.getProperty("prefix"))
                        .slots(slots)
                        .lease(lease));
        FaultTasks tasks = new FaultTasks(ledger, queue);
        List<TaskDefinition> all = new ArrayList<>(TaskRegistry.annotatedIn(FaultTasks.class));
        all.add(TaskDefinition.blocking(
                        FaultTasks.class,
                        FaultTasks.class.getDeclaredMethod("neverReturns", dev.turnout.runtime.task.TaskContext.class),
                        "stuck")
                .retry(RetryPolicy.layout().retries(9)));
        WorkerOptions options = WorkerOptions.with()
                .slots(slots)
                .lease(lease)
                .drainTimeout(Duration.ofMillis(Long.getLong("drain")))
                .dutyEvery(Duration.ofMillis(Long.getLong("duties")))
                .reportAfter(Duration.ofMillis(Long.getLong("report")))
                .pollEvery(Duration.ofMillis(200))
                .pool("stuck", slots);
        long abandon = Long.getLong("abandon");
        Worker worker = Worker.on(queue)
                .name(name)
                .tasks(Boolean.getBoolean("idle") ? TaskRegistry.of(List.of()) : TaskRegistry.of(all))
                .beans(type -> tasks)
                .listener(ledger)
                .options(abandon == 0 ? options : options.abandonAfter(Duration.ofMillis(abandon)))
                .build()
                .start();
        worker.broken().thenRun(() -> System.exit(OUT_OF_MEMORY));
        say("UP " + name);
        report(tasks, worker);
    }

    /** What a parent cannot see from outside: threads, jobs at once, memory. */
    private static void report(FaultTasks tasks, Worker worker) {
        ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor(body -> {
            Thread thread = new Thread(body, "reporter");
            thread.setDaemon(true);
            return thread;
        });
        reporter.scheduleAtFixedRate(
                () -> say("NOW threads="
                        + ManagementFactory.getThreadMXBean().getThreadCount() + " most="
                        + tasks.mostAtOnce() + " held=" + worker.inFlight() + " usedMiB="
                        + (Runtime.getRuntime().totalMemory()
                                        - Runtime.getRuntime().freeMemory())
                                / (1 << 20)),
                200,
                200,
                TimeUnit.MILLISECONDS);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
