// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;

/** Async workers that run {@link Freight}. */
final class FreightWorker {
    private FreightWorker() {}

    /** The tasks that have a facade. */
    static TaskRegistry tasks() {
        return TaskRegistry.of(TaskRegistry.annotatedIn(Freight.class).stream()
                .filter(task -> !task.address().methodName().endsWith("Async"))
                .toList());
    }

    /** Renews and looks often. */
    static Worker start(LegacyQueue queue, TaskRegistry tasks) {
        return Worker.on(queue)
                .tasks(tasks)
                .beans(type -> new Freight())
                .options(WorkerOptions.with().renewEvery(Duration.ofMillis(200)).pollEvery(Duration.ofMillis(100)))
                .closesOnExit(false)
                .build()
                .start();
    }
}
