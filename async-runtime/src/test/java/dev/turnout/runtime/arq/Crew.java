// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.RetryPolicy;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Workers of {@link Chores} that run until they are closed, with short pauses. */
final class Crew implements AutoCloseable {
    private final Chores chores;
    private final List<Worker> workers = new ArrayList<>();

    Crew(Chores chores) {
        this.chores = chores;
    }

    static WorkerOptions options() {
        return WorkerOptions.with()
                .pollEvery(Duration.ofMillis(20))
                .beatEvery(Duration.ofMillis(50))
                .dutyEvery(Duration.ofMillis(20));
    }

    Worker start(Queue queue) {
        return start(queue, options());
    }

    Worker start(Queue queue, WorkerOptions options, WorkerListener... listeners) {
        return hire(queue, options, listeners).start();
    }

    /** A worker that is not started yet. */
    Worker hire(Queue queue, WorkerOptions options, WorkerListener... listeners) {
        Worker.Builder builder = Worker.on(queue)
                .name("crew-" + workers.size())
                .tasks(TaskRegistry.of(tasks()))
                .beans(type -> chores)
                .options(options)
                .closesOnExit(false);
        for (WorkerListener listener : listeners) {
            builder.listener(listener);
        }
        Worker worker = builder.build();
        workers.add(worker);
        return worker;
    }

    static List<TaskDefinition> tasks() {
        List<TaskDefinition> all = new ArrayList<>(TaskRegistry.annotatedIn(Chores.class));
        try {
            all.add(TaskDefinition.blocking(Chores.class, Chores.class.getDeclaredMethod("holds"), "narrow")
                    .retry(RetryPolicy.layout().retries(0)));
        } catch (NoSuchMethodException renamed) {
            throw new AssertionError(renamed);
        }
        return all;
    }

    @Override
    public void close() {
        chores.release.countDown();
        workers.forEach(Worker::hurry);
        workers.forEach(Worker::close);
    }
}
