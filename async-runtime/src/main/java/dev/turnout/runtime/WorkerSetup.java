// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import java.util.Optional;

/**
 * How an application without a framework furnishes the worker that {@code turnout worker} starts for it. Named in {@code
 * META-INF/services/dev.turnout.runtime.WorkerSetup}; an application needs none if its task classes have a constructor
 * without parameters.
 *
 * <p>All methods are called on the thread that starts and stops the worker. A throw of {@link #bean} or {@link #furnish} ends
 * the process before it claims anything; one of {@link #close} is reported.
 */
public interface WorkerSetup extends AutoCloseable {
    /**
     * The bean to call for the tasks of {@code type}. Asked before the worker starts, until it has given one; what it gives
     * is called by several threads at the same time.
     *
     * @return empty to leave the class to the next setup, and in the end to its own constructor
     */
    default Optional<Object> bean(Class<?> type) {
        return Optional.empty();
    }

    /**
     * Changes the worker before it is built: surroundings, listeners, mapper, return types. It has tasks, beans and the
     * figures of the command line by then.
     */
    default void furnish(Worker.Builder worker) {}

    /** Called once, when the worker has stopped. Must not wait long: the process ends after it. */
    @Override
    default void close() {}
}
