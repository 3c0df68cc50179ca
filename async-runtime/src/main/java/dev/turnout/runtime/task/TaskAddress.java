// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * What names a task on the wire: class, method and declared parameter types, never the return type.
 *
 * @param className binary name of the class
 * @param methodName name of the method
 * @param parameterTypes binary names of the declared parameter types, primitives as {@code int}, {@code long}, …
 */
public record TaskAddress(String className, String methodName, List<String> parameterTypes) {
    public TaskAddress {
        parameterTypes = List.copyOf(parameterTypes);
    }

    /** The address of {@code method}, as a job that calls it through {@code type} would name it. */
    public static TaskAddress of(Class<?> type, Method method) {
        return new TaskAddress(
                type.getName(),
                method.getName(),
                Arrays.stream(method.getParameterTypes()).map(Class::getName).toList());
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if {@code text} has another form; the message shows the form
     */
    public static TaskAddress parse(String text) {
        int hash = text.indexOf('#');
        int open = text.indexOf('(');
        if (hash <= 0 || open <= hash + 1 || !text.endsWith(")")) {
            throw new IllegalArgumentException("TURNOUT-0101 '" + text
                    + "' is not a task address; write it as com.acme.Mailer#send(java.lang.String,long)");
        }
        String types = text.substring(open + 1, text.length() - 1).strip();
        return new TaskAddress(
                text.substring(0, hash),
                text.substring(hash + 1, open),
                types.isEmpty()
                        ? List.of()
                        : Arrays.stream(types.split(",")).map(String::strip).toList());
    }

    /** {@code com.acme.Mailer#send(java.lang.String,long)}. */
    @Override
    public String toString() {
        return className + "#" + methodName + "(" + String.join(",", parameterTypes) + ")";
    }
}
