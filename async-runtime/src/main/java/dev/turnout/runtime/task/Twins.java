// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the methods of a class that belong together: a facade, and its twin named {@code …Async}. */
final class Twins {
    private static final String SUFFIX = "Async";

    private Twins() {}

    /** The address of {@code method} itself. A {@link TaskContext} is not part of it. */
    static TaskAddress address(Class<?> type, Method method) {
        return new TaskAddress(type.getName(), method.getName(), storedTypes(method));
    }

    /** The address of the method's facade if there is one, else its own. */
    static TaskAddress wireAddress(Class<?> type, Method twin) {
        return facade(type, twin)
                .map(facade -> new TaskAddress(type.getName(), facade.getName(), storedTypes(twin)))
                .orElseGet(() -> address(type, twin));
    }

    /**
     * The method that is named as the twin without {@code Async} and takes the same stored arguments. None where a class below the
     * twin's has a body of its own under that name: whoever calls that one does not mean the twin.
     */
    static Optional<Method> facade(Class<?> type, Method twin) {
        String name = twin.getName();
        return name.endsWith(SUFFIX) && name.length() > SUFFIX.length()
                ? find(type, name.substring(0, name.length() - SUFFIX.length()), storedTypes(twin))
                        .filter(facade -> isFor(facade, twin))
                : Optional.empty();
    }

    /** Whether {@code twin} was written with {@code facade} in sight: it stands in the same class, or in one below. */
    static boolean isFor(Method facade, Method twin) {
        return facade.getDeclaringClass().isAssignableFrom(twin.getDeclaringClass());
    }

    /** The method of that name that takes these stored arguments; the class's own before those it inherits. */
    static Optional<Method> find(Class<?> type, String name, List<String> storedTypes) {
        return methods(type).stream()
                .filter(method -> method.getName().equals(name)
                        && !method.isBridge()
                        && storedTypes(method).equals(storedTypes))
                .findFirst();
    }

    static List<Method> methods(Class<?> type) {
        List<Method> all = new ArrayList<>();
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            all.addAll(Arrays.asList(owner.getDeclaredMethods()));
        }
        for (Method inherited : type.getMethods()) {
            if (inherited.getDeclaringClass().isInterface() && !Modifier.isStatic(inherited.getModifiers())) {
                all.add(inherited);
            }
        }
        return all;
    }

    private static List<String> storedTypes(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .filter(parameter -> !TaskDefinition.isContext(parameter))
                .map(Class::getName)
                .toList();
    }
}
