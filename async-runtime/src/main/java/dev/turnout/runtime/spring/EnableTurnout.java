// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Starts a worker with the application context, on its one bean of type {@link dev.turnout.runtime.queue.Queue}.
 *
 * <p>It runs the tasks of the catalogs on the class path and those methods of beans that carry {@link
 * dev.turnout.runtime.task.AsyncTask}, calls them through the beans' proxies, and uses all beans of type {@link
 * dev.turnout.runtime.queue.Surroundings} and {@link dev.turnout.runtime.queue.WorkerListener}, in their order. Its
 * figures come from a bean of type {@link dev.turnout.runtime.task.WorkerOptions}, if there is one. Where there is no
 * {@link dev.turnout.runtime.TaskQueue}, one is made on that queue.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import({TurnoutConfiguration.class, TaskQueueBean.class})
public @interface EnableTurnout {}
