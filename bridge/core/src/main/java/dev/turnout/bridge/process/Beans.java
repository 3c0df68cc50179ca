// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import dev.turnout.runtime.WorkerSetup;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One bean a task class: from the application's setups, else made by the class's own constructor without parameters. */
final class Beans {
    private final List<WorkerSetup> setups;
    private final Map<Class<?>, Object> beans = new HashMap<>();

    Beans(List<WorkerSetup> setups) {
        this.setups = setups;
    }

    /** Whether a task of {@code type} could be called: not of an abstract class that no setup has a bean for. */
    boolean has(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers()) || given(type).isPresent();
    }

    /**
     * Makes the bean of {@code type}, if it is not there.
     *
     * @throws IllegalStateException if there is none and none can be made; says why
     */
    void make(Class<?> type) {
        if (!beans.containsKey(type)) {
            beans.put(type, given(type).orElseGet(() -> made(type)));
        }
    }

    /** The bean of {@code type}. Safe for use by several threads when all are made. */
    Object bean(Class<?> type) {
        return Objects.requireNonNull(beans.get(type), type::getName);
    }

    private Optional<Object> given(Class<?> type) {
        Object ready = beans.get(type);
        if (ready != null) {
            return Optional.of(ready);
        }
        Optional<Object> given = setups.stream()
                .map(setup -> setup.bean(type))
                .flatMap(Optional::stream)
                .findFirst();
        given.ifPresent(bean -> {
            if (!type.isInstance(bean)) {
                throw new IllegalStateException("TURNOUT-0391 the bean that a WorkerSetup gives for " + type.getName()
                        + " is a " + bean.getClass().getName() + ". Nothing was started. Give one of that class.");
            }
            beans.put(type, bean);
        });
        return given;
    }

    private static Object made(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException | InstantiationException none) {
            throw new IllegalStateException(
                    "TURNOUT-0391 task class " + type.getName()
                            + (Modifier.isAbstract(type.getModifiers())
                                    ? " is abstract"
                                    : " has no constructor without parameters")
                            + ", and no WorkerSetup gives a bean for it. Nothing was started. Write a"
                            + " dev.turnout.runtime.WorkerSetup and name it in META-INF/services; for a Spring application"
                            + " that is no executable jar, name its main class with --main.",
                    none);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(
                    "TURNOUT-0391 the constructor of task class " + type.getName() + " has thrown "
                            + thrown.getCause() + ". Nothing was started. Mend it, or give the bean by a"
                            + " dev.turnout.runtime.WorkerSetup.",
                    thrown.getCause());
        } catch (IllegalAccessException | RuntimeException closed) {
            throw new IllegalStateException(
                    "TURNOUT-0391 the constructor of task class " + type.getName() + " cannot be called: " + closed
                            + ". Nothing was started. Give the bean by a dev.turnout.runtime.WorkerSetup.",
                    closed);
        }
    }
}
