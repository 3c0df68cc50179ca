// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Finds the task that a call means: by class, by the name of facade or twin, and by what the arguments fit. */
final class TaskFinder {
    private static final List<Class<?>> WIDER =
            List.of(Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class);

    private final TaskRegistry registry;

    TaskFinder(TaskRegistry registry) {
        this.registry = registry;
    }

    TaskAddress find(Class<?> type, String method, @Nullable Object[] arguments) {
        List<TaskDefinition> named = registry.all().stream()
                .filter(task -> isOf(type, task) && isNamed(method, task))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("TURNOUT-0380 no task " + type.getName() + "#" + method
                    + " is registered in this TestWorker; nothing was put in. Registered are "
                    + registry.addresses().stream().sorted(this::byName).toList()
                    + ". Annotate the method with @AsyncTask, or list it in META-INF/turnout/tasks.properties.");
        }
        List<TaskDefinition> exact = fitting(named, arguments, TaskFinder::isInstance);
        List<TaskDefinition> fit =
                exact.isEmpty() ? fitting(named, arguments, TaskFinder::isInstanceWhenWidened) : exact;
        if (fit.size() != 1) {
            throw new IllegalArgumentException("TURNOUT-0382 "
                    + (fit.isEmpty() ? "no task of that name takes" : "more than one task takes") + " the arguments "
                    + Arrays.toString(arguments) + "; nothing was put in. There are "
                    + named.stream()
                            .map(TaskDefinition::address)
                            .sorted(this::byName)
                            .toList()
                    + ". Name the one you mean by its TaskAddress.");
        }
        return fit.get(0).address();
    }

    private int byName(TaskAddress one, TaskAddress other) {
        return one.toString().compareTo(other.toString());
    }

    private static boolean isOf(Class<?> type, TaskDefinition task) {
        return task.type() == type || task.address().className().equals(type.getName());
    }

    private static boolean isNamed(String method, TaskDefinition task) {
        return task.address().methodName().equals(method)
                || task.method().getName().equals(method);
    }

    private static List<TaskDefinition> fitting(
            List<TaskDefinition> tasks, @Nullable Object[] arguments, BiPredicate<Class<?>, @Nullable Object> fits) {
        return tasks.stream().filter(task -> takes(task, arguments, fits)).toList();
    }

    private static boolean takes(
            TaskDefinition task, @Nullable Object[] arguments, BiPredicate<Class<?>, @Nullable Object> fits) {
        List<Class<?>> parameters = Arrays.<Class<?>>stream(task.method().getParameterTypes())
                .filter(parameter -> !TaskDefinition.isContext(parameter))
                .toList();
        if (parameters.size() != arguments.length) {
            return false;
        }
        for (int at = 0; at < arguments.length; at++) {
            if (!fits.test(parameters.get(at), arguments[at])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInstance(Class<?> parameter, @Nullable Object argument) {
        return argument == null
                ? !parameter.isPrimitive()
                : MethodType.methodType(parameter).wrap().returnType().isInstance(argument);
    }

    /** As the compiler would: an {@code int} for a {@code long}, never the reverse. */
    private static boolean isInstanceWhenWidened(Class<?> parameter, @Nullable Object argument) {
        if (isInstance(parameter, argument)) {
            return true;
        }
        int from = argument == null ? -1 : WIDER.indexOf(argument.getClass());
        int to = WIDER.indexOf(MethodType.methodType(parameter).wrap().returnType());
        return parameter.isPrimitive() && from >= 0 && from < to;
    }
}
