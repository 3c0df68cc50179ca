// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.WorkerSetup;
import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a worker without a framework: runs the tasks of the class path on JobRunr's layout until it is asked to
 * stop, or until a burst is over. {@code turnout worker} starts it; its one argument is the file of {@link RunSettings}.
 *
 * <p>Exit codes are those of {@link Account}.
 */
public final class WorkerProcess implements Tether.Held {
    private final RunSettings settings;
    private final CompletableFuture<@Nullable BurstResult> end = new CompletableFuture<>();
    private volatile @Nullable Worker worker;

    private WorkerProcess(RunSettings settings) {
        this.settings = settings;
    }

    /** Runs a worker, and ends the JVM with its exit code. */
    public static void main(String[] args) {
        int code = Account.FAILED;
        try {
            WorkerProcess process = new WorkerProcess(RunSettings.load(Path.of(args[0])));
            Tether.hold(process);
            code = process.run();
        } catch (Throwable failure) { // also what the user's classes throw when they are linked
            say(failure);
        }
        System.err.flush();
        System.exit(code); // whatever threads the application has left
    }

    /** A message of ours says it all; of others' failures the place is wanted too. */
    private static void say(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("TURNOUT-")) {
            System.err.println("turnout: " + message);
        } else {
            System.err.println("turnout: TURNOUT-0393 the worker could not be started, or has failed: " + failure
                    + ". It claims nothing. The application's own code has thrown this:");
            failure.printStackTrace();
        }
    }

    private int run() {
        List<WorkerSetup> setups = new ArrayList<>();
        ServiceLoader.load(WorkerSetup.class).forEach(setups::add);
        try {
            Beans beans = new Beans(setups);
            TaskRegistry registry = registry(beans);
            registry.all().forEach(task -> beans.make(task.type()));
            try (LegacyQueue queue = LegacyQueue.open(redis(), queueOptions())) {
                Worker.Builder builder = Worker.on(queue)
                        .name(settings.name())
                        .tasks(registry)
                        .beans(beans::bean)
                        .options(options());
                setups.forEach(setup -> setup.furnish(builder));
                return run(builder.build(), registry.all().size());
            }
        } finally {
            setups.forEach(WorkerProcess::close);
        }
    }

    private int run(Worker built, int tasks) {
        worker = built;
        Optional<RunSettings.Burst> burst = settings.burst();
        if (end.isDone()) { // stopped while it started: it has claimed nothing
            return burst.isPresent() ? Account.NO : Account.DONE;
        }
        if (burst.isPresent()) {
            built.burst(burst.get().most(), burst.get().deferredToo()).whenComplete((result, failure) -> {
                if (failure == null) {
                    end.complete(result);
                } else {
                    end.completeExceptionally(failure);
                }
            });
        } else {
            built.start();
        }
        String what = "worker " + settings.name() + " (pid "
                + ProcessHandle.current().pid() + ") runs " + tasks + (tasks == 1 ? " task" : " tasks");
        ReadyFile.when(built, settings.ready(), what);
        built.broken().thenRun(() -> end.complete(null));
        BurstResult result = end.join();
        built.close();
        if (built.broken().toCompletableFuture().isDone()) {
            System.err.println(
                    "turnout: TURNOUT-0346 the worker is out of memory. What it held was given back or runs elsewhere"
                            + " when its lease has lapsed. Start it anew with more memory or fewer slots.");
            return Account.FAILED;
        }
        if (result == null) {
            return Account.ofStop(built, burst.isPresent(), System.out, System.err);
        }
        ReadyFile.make(settings.ready());
        return Account.ofBurst(result, System.out);
    }

    @Override
    public void drain() {
        end.complete(null);
    }

    @Override
    public void hurry() {
        Worker running = worker;
        if (running != null) {
            running.hurry();
        }
    }

    @Override
    public Duration longest() {
        return settings.drain().plus(Tether.GRACE);
    }

    private TaskRegistry registry(Beans beans) {
        ClassLoader loader = WorkerProcess.class.getClassLoader();
        List<TaskDefinition> all = new ArrayList<>(TaskCatalog.read(loader));
        for (String name : settings.taskClasses()) {
            Class<?> type = load(name, loader);
            if (beans.has(type)) {
                all.addAll(TaskRegistry.annotatedIn(type));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalStateException(
                    "TURNOUT-0394 there is no task: no method of the jar carries @AsyncTask, and"
                            + " no " + TaskCatalog.RESOURCE
                            + " is on the class path. Nothing was started. Name the jar or"
                            + " folder that holds the tasks, or write the file.");
        }
        return TaskRegistry.of(all);
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError broken) {
            throw new IllegalStateException(
                    "TURNOUT-0395 task class " + name + " cannot be loaded: " + broken
                            + ". Nothing was started. Put what it needs on the class path with --classpath.",
                    broken);
        }
    }

    private WorkerOptions options() {
        return WorkerOptions.with()
                .slots(settings.slots())
                .lease(settings.lease())
                .drainTimeout(settings.drain())
                .pools(settings.pools());
    }

    private LegacyQueueOptions queueOptions() {
        return LegacyQueueOptions.with()
                .keyPrefix(settings.keyPrefix())
                .worker(UUID.randomUUID(), settings.name())
                .slots(settings.slots())
                .lease(settings.lease());
    }

    private static String redis() {
        return Optional.ofNullable(System.getenv(RunSettings.REDIS))
                .orElseThrow(() -> new IllegalStateException("TURNOUT-0396 no address of Redis: " + RunSettings.REDIS
                        + " is not set. Nothing was started. Give it with --redis."));
    }

    private static void close(WorkerSetup setup) {
        try {
            setup.close();
        } catch (RuntimeException failure) {
            System.err.println("turnout: " + setup.getClass().getName() + " failed to close: " + failure);
        }
    }
}
