// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The objects that a test gives, and the tasks that they have. */
record BeanSet(List<Object> beans, TaskRegistry tasks) {
    static BeanSet of(Object... beans) {
        List<TaskDefinition> catalog = TaskCatalog.read(loader());
        List<TaskDefinition> all = new ArrayList<>();
        for (Object bean : beans) {
            all.addAll(TaskRegistry.annotatedIn(behindProxy(bean.getClass())));
            catalog.stream().filter(task -> task.type().isInstance(bean)).forEach(all::add);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("TURNOUT-0383 none of "
                    + Arrays.stream(beans)
                            .map(bean -> bean.getClass().getName())
                            .toList()
                    + " has a task, so there is nothing to run. Annotate a method with @AsyncTask, or list it in "
                    + TaskCatalog.RESOURCE + "; for beans behind interfaces give a TaskRegistry.");
        }
        return new BeanSet(List.of(beans), TaskRegistry.of(all));
    }

    /** The bean to call for a task of {@code type}. */
    Object bean(Class<?> type) {
        return beans.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + type.getName() + " was given to TestWorker.of."));
    }

    private static ClassLoader loader() {
        ClassLoader ofTheTest = Thread.currentThread().getContextClassLoader();
        return ofTheTest == null ? BeanSet.class.getClassLoader() : ofTheTest;
    }

    private static Class<?> behindProxy(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return type.getName().contains("$$") && parent != null ? behindProxy(parent) : type;
    }
}
