// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The methods behind addresses that the caller's own code has written down, where the caller has their classes: what is declared on
 * them is stored with a job, however it was named. No class is initialized. Safe for use by several threads.
 */
final class NamedMethods {
    private static final int MOST_KEPT = 1_000;

    private final Map<TaskAddress, Optional<Method>> known = new ConcurrentHashMap<>();

    Optional<Method> of(TaskAddress task) {
        Optional<Method> found = known.get(task);
        if (found == null) {
            found = find(task);
            if (known.size() < MOST_KEPT) {
                known.put(task, found);
            }
        }
        return found;
    }

    private static Optional<Method> find(TaskAddress task) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            Class<?> type = Class.forName(
                    task.className(), false, context == null ? NamedMethods.class.getClassLoader() : context);
            return TaskDefinition.methodOf(type, task);
        } catch (ClassNotFoundException | LinkageError isNotHere) {
            return Optional.empty();
        }
    }
}
