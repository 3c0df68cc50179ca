// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tasks that a worker may run, by address: the allow-list. Nothing else is ever looked up because a job names it.
 * Immutable.
 */
public final class TaskRegistry {
    private final Map<TaskAddress, TaskDefinition> tasks;

    private TaskRegistry(Map<TaskAddress, TaskDefinition> tasks) {
        this.tasks = Map.copyOf(tasks);
    }

    /**
     * A registry of {@code definitions}. The same definition may come twice, from a catalog and from an annotation.
     *
     * @throws IllegalArgumentException if two different ones have one address; the message names both
     */
    public static TaskRegistry of(Collection<TaskDefinition> definitions) {
        Map<TaskAddress, TaskDefinition> tasks = new LinkedHashMap<>();
        for (TaskDefinition task : definitions) {
            TaskDefinition other = tasks.putIfAbsent(task.address(), task);
            if (other != null && !other.equals(task)) {
                boolean alike = describe(other).equals(describe(task));
                throw new IllegalArgumentException("TURNOUT-0106 task " + task.address() + " is registered twice: as "
                        + describe(other) + (alike ? settings(other) : "") + " and as " + describe(task)
                        + (alike ? settings(task) : "")
                        + ". Nothing was started. Take one of them out of tasks.properties or off the class.");
            }
        }
        return new TaskRegistry(tasks);
    }

    /** The methods of {@code types} that carry {@link AsyncTask}, inherited ones included. */
    public static TaskRegistry annotated(Class<?>... types) {
        return of(
                Arrays.stream(types).flatMap(type -> annotatedIn(type).stream()).toList());
    }

    /** The definitions of those methods of {@code type} that carry {@link AsyncTask}. */
    public static List<TaskDefinition> annotatedIn(Class<?> type) {
        Map<TaskAddress, TaskDefinition> found = new LinkedHashMap<>();
        for (Method method : Twins.methods(type)) {
            if (method.isAnnotationPresent(AsyncTask.class) && !method.isBridge()) {
                TaskDefinition task = TaskDefinition.annotated(type, method);
                found.putIfAbsent(task.address(), task); // an overriding method comes before the one it overrides
            }
        }
        return List.copyOf(found.values());
    }

    /** The task of that address; empty if it is not registered. */
    public Optional<TaskDefinition> find(TaskAddress address) {
        return Optional.ofNullable(tasks.get(address));
    }

    /** What this worker can run. */
    public Set<TaskAddress> addresses() {
        return tasks.keySet();
    }

    /** All definitions, in no particular order. */
    public Collection<TaskDefinition> all() {
        return tasks.values();
    }

    private static String settings(TaskDefinition task) {
        return " of " + task.type().getName() + " (" + task.retry() + ", time-out "
                + task.timeout().map(Object::toString).orElse("none") + ")";
    }

    private static String describe(TaskDefinition task) {
        return task.lane() + (task.pool().isEmpty() ? "" : ":" + task.pool()) + " calling "
                + task.method().getDeclaringClass().getName() + "#"
                + task.method().getName();
    }
}
