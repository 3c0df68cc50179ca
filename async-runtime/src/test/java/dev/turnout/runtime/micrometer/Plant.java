// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.RetryPolicy;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A queue in memory and workers that run the methods of one bean: those that begin with {@code lane} in a blocking lane. */
final class Plant implements AutoCloseable {
    /** Threads of the blocking lane {@link #POOL}. */
    static final int POOL_THREADS = 2;

    /** As a worker chooses it. */
    static final int LOOP_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    static final String POOL = "db";

    final TestStore store = new TestStore(Duration.ofSeconds(30));
    final FlakyQueue queue = new FlakyQueue(store);
    private final Object tasks;
    private final List<Worker> workers = new ArrayList<>();

    Plant(Object tasks) {
        this.tasks = tasks;
    }

    TaskRegistry registry() {
        List<TaskDefinition> all = new ArrayList<>(TaskRegistry.annotatedIn(tasks.getClass()));
        for (Method method : tasks.getClass().getDeclaredMethods()) {
            if (method.getName().startsWith("lane") && !method.isSynthetic()) {
                all.add(TaskDefinition.blocking(tasks.getClass(), method, POOL));
            }
        }
        return TaskRegistry.of(all.stream().map(Plant::onceUnlessItSays).toList());
    }

    private static TaskDefinition onceUnlessItSays(TaskDefinition task) {
        return task.retry().retries() < 0 ? task.retry(RetryPolicy.layout().retries(0)) : task;
    }

    Worker start(UnaryOperator<Worker.Builder> furnished) {
        return start(UnaryOperator.identity(), furnished);
    }

    Worker start(UnaryOperator<WorkerOptions> options, UnaryOperator<Worker.Builder> furnished) {
        Worker worker = furnished
                .apply(Worker.on(queue)
                        .tasks(registry())
                        .beans(type -> tasks)
                        .options(options.apply(WorkerOptions.with()
                                .pool(POOL, POOL_THREADS)
                                .pollEvery(Duration.ofMillis(20))
                                .drainTimeout(Duration.ofSeconds(2))))
                        .closesOnExit(false))
                .build()
                .start();
        workers.add(worker);
        return worker;
    }

    /** The registered task of that name. */
    TaskAddress task(String method) {
        return registry().addresses().stream()
                .filter(task -> task.methodName().equals(method))
                .findFirst()
                .orElseThrow();
    }

    NewJob job(String method, String... texts) {
        return job(Map.of(), method, texts);
    }

    NewJob job(Map<String, JsonNode> metadata, String method, String... texts) {
        List<Argument> arguments = Arrays.stream(texts)
                .map(text -> new Argument("java.lang.String", new TextNode(text)))
                .toList();
        JobId id = new JobId(UUID.randomUUID().toString());
        return new NewJob(id, task(method), arguments, Duration.ZERO, Optional.empty(), metadata);
    }

    JobId insert(String method, String... texts) {
        NewJob job = job(method, texts);
        queue.insert(job);
        return job.id();
    }

    void awaitState(JobId id, String state) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> store.stateOf(id).equals(state));
    }

    /** Runs {@code method} once on each of {@code threads} threads at the same time, if it waits for the others there. */
    void runOnEach(int threads, String method) {
        List<JobId> ids = new ArrayList<>();
        for (int job = 0; job < threads; job++) {
            ids.add(insert(method));
        }
        ids.forEach(id -> awaitState(id, "SUCCEEDED"));
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
