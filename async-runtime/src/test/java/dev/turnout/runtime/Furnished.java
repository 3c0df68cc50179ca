// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.RetryPolicy;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.util.ArrayList;
import java.util.List;

/** The workers of these tests. */
final class Furnished {
    private Furnished() {}

    /** Runs the annotated tasks of {@code bean}, and its {@code bodies} in the pool {@code db}, those without a retry. */
    static Worker.Builder with(
            Object bean, List<String> bodies, Queue queue, WorkerListener listener, WorkerOptions options) {
        List<TaskDefinition> all = new ArrayList<>(TaskRegistry.annotatedIn(bean.getClass()));
        for (String body : bodies) {
            try {
                all.add(TaskDefinition.blocking(bean.getClass(), bean.getClass().getDeclaredMethod(body), "db")
                        .retry(RetryPolicy.layout().retries(0)));
            } catch (NoSuchMethodException renamed) {
                throw new AssertionError(renamed);
            }
        }
        return Worker.on(queue)
                .tasks(TaskRegistry.of(all))
                .beans(type -> bean)
                .listener(listener)
                .closesOnExit(false)
                .options(options);
    }
}
