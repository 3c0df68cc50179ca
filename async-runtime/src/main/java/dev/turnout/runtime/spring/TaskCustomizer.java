// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.TaskDefinition;

/**
 * Changes tasks before the worker starts: a bean of this type is shown every task, as annotations and catalogs declare it, and
 * gives it back, changed or not. For what no property can say, such as a retry policy for one kind of failure:
 *
 * <pre>
 * &#64;Bean
 * TaskCustomizer politeRetries() {
 *     return task -&gt; task.type() == Mailer.class
 *             ? task.retry(task.retry().after(TooManyRequests.class, Duration.ofMinutes(5)))
 *             : task;
 * }
 * </pre>
 *
 * <p>Several are asked in their order, each with the answer of the one before it. What {@code turnout.worker.tasks} says comes
 * after all of them and wins.
 */
@FunctionalInterface
public interface TaskCustomizer {
    /**
     * The task as it is to be. Called once a start, on the thread that starts the context; a throw fails the start.
     *
     * @param task as declared, or as the customizer before this one left it
     * @return a task of the same address
     */
    TaskDefinition customize(TaskDefinition task);
}
