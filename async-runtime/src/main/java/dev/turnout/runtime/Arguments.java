// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a job is called with. Done when the job is enqueued, so a value that changes later changes nothing. */
final class Arguments {
    private static final Map<String, Class<?>> BOXES = Map.of(
            "int", Integer.class,
            "long", Long.class,
            "boolean", Boolean.class,
            "double", Double.class,
            "float", Float.class,
            "short", Short.class,
            "byte", Byte.class,
            "char", Character.class);

    private final Form form;

    Arguments(Form form) {
        this.form = form;
    }

    /** The values for a method's parameters, without those that the worker gives. */
    static @Nullable Object[] stored(Method method, @Nullable Object[] values) {
        Class<?>[] types = method.getParameterTypes();
        List<@Nullable Object> stored = new ArrayList<>();
        for (int at = 0; at < types.length; at++) {
            if (!TaskDefinition.isContext(types[at])) {
                stored.add(values[at]);
            }
        }
        return stored.toArray();
    }

    /** @throws IllegalArgumentException if they are too many or too few, of another type, or cannot be written */
    List<Argument> of(TaskAddress task, @Nullable Object[] values) {
        List<String> types = task.parameterTypes();
        if (types.size() != values.length) {
            throw new IllegalArgumentException(
                    "TURNOUT-0638 " + task + " takes " + types.size() + " arguments, " + values.length
                            + " were given. Nothing was put in. Give one for each parameter, but for TaskContext.");
        }
        List<Argument> arguments = new ArrayList<>();
        for (int at = 0; at < values.length; at++) {
            checkFit(task, at, values[at]);
            arguments.add(form.argument(task, at, values[at]));
        }
        return arguments;
    }

    private static void checkFit(TaskAddress task, int at, @Nullable Object value) {
        String type = task.parameterTypes().get(at);
        Class<?> box = BOXES.get(type);
        if (value == null ? box != null : !(value instanceof JsonNode) && !fits(type, box, value)) {
            throw new IllegalArgumentException("TURNOUT-0638 argument " + (at + 1) + " of " + task + " is "
                    + (value == null ? "null" : "a " + value.getClass().getName()) + ", the method takes " + type
                    + ". Nothing was put in. Give a value of that type.");
        }
    }

    private static boolean fits(String type, @Nullable Class<?> box, Object value) {
        return box == null ? isA(value.getClass(), type) : box.isInstance(value);
    }

    /** Whether {@code type} is, extends or implements the type of that name. */
    static boolean isA(@Nullable Class<?> type, String name) {
        if (type == null) {
            return false;
        }
        if (type.getName().equals(name) || isA(type.getSuperclass(), name)) {
            return true;
        }
        for (Class<?> face : type.getInterfaces()) {
            if (isA(face, name)) {
                return true;
            }
        }
        return false;
    }
}
