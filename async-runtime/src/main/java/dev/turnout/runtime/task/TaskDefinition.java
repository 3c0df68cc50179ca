// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One registered task: its name on the wire, and what a worker calls for it.
 *
 * @param address what jobs name
 * @param type the class whose bean is called, through its proxy
 * @param method the method to call: the twin in the composed lane, else the body
 * @param lane how it is run
 * @param pool the bounded pool of the blocking lane; empty for the default pool and in other lanes
 * @param retry whether and when a failed attempt is followed by another
 * @param timeout time after which an attempt is cancelled and failed
 */
public record TaskDefinition(
        TaskAddress address,
        Class<?> type,
        Method method,
        Lane lane,
        String pool,
        RetryPolicy retry,
        Optional<Duration> timeout) {
    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    /**
     * @throws IllegalArgumentException if no worker could call the method, or this JDK has no such lane; the message
     *     says what to do
     */
    public TaskDefinition {
        if (Modifier.isPrivate(method.getModifiers())) {
            throw new IllegalArgumentException("TURNOUT-0109 task " + address + " is the private method "
                    + method.getName() + ", which a proxy does not see. Make it package-private or wider.");
        }
        if (lane == Lane.VIRTUAL && Runtime.version().feature() < FIRST_JDK_WITH_VIRTUAL_THREADS) {
            throw new IllegalArgumentException("TURNOUT-0107 task " + address
                    + " asks for the virtual lane, which needs"
                    + " JDK 21 or newer; this is JDK " + Runtime.version().feature()
                    + ". Run the worker on a newer JDK, or register the task as 'blocking'.");
        }
    }

    /** The twin {@code method}, under {@code address}; retries and time-out as its {@link AsyncTask} says, if it has one. */
    public static TaskDefinition composed(TaskAddress address, Class<?> type, Method method) {
        return of(address, type, method, Lane.COMPOSED, "");
    }

    /** The blocking body {@code method}, under its own name, on the pool of that name; empty for the default pool. */
    public static TaskDefinition blocking(Class<?> type, Method method, String pool) {
        return of(Twins.address(type, method), type, method, Lane.BLOCKING, pool);
    }

    /** The blocking body {@code method}, under its own name, on a virtual thread. */
    public static TaskDefinition virtual(Class<?> type, Method method) {
        return of(Twins.address(type, method), type, method, Lane.VIRTUAL, "");
    }

    /** The method that carries {@link AsyncTask}, under its facade's name, or its own if it has no facade. */
    public static TaskDefinition annotated(Class<?> type, Method method) {
        return composed(Twins.wireAddress(type, method), type, method);
    }

    /** The address by which jobs name {@code method} itself, called through {@code type}; a {@link TaskContext} is left out. */
    public static TaskAddress addressOf(Class<?> type, Method method) {
        return Twins.address(type, method);
    }

    /** The method of {@code type} that {@code address} names, its own before those it inherits; empty if there is none. */
    public static Optional<Method> methodOf(Class<?> type, TaskAddress address) {
        return Twins.find(type, address.methodName(), address.parameterTypes());
    }

    /** The facade of {@code twin}, called through {@code type}; empty if there is none. */
    public static Optional<Method> facadeOf(Class<?> type, Method twin) {
        return Twins.facade(type, twin);
    }

    /** This task with another retry policy. */
    public TaskDefinition retry(RetryPolicy policy) {
        return new TaskDefinition(address, type, method, lane, pool, policy, timeout);
    }

    /**
     * This task with another time-out.
     *
     * @throws IllegalArgumentException if it is not more than zero
     */
    public TaskDefinition timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("TURNOUT-0112 the time-out " + limit + " of task " + address
                    + " is not more than zero. Leave it out for none.");
        }
        return new TaskDefinition(address, type, method, lane, pool, retry, Optional.of(limit));
    }

    private static TaskDefinition of(TaskAddress address, Class<?> type, Method method, Lane lane, String pool) {
        AsyncTask wishes = method.getAnnotation(AsyncTask.class);
        TaskDefinition plain =
                new TaskDefinition(address, type, method, lane, pool, RetryPolicy.layout(), Optional.empty());
        if (wishes == null) {
            return plain;
        }
        try {
            return Wishes.of(wishes).applyTo(plain);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    wrong.getMessage() + " It is said of task " + address + ", by @AsyncTask on "
                            + method.getDeclaringClass().getName() + "#" + method.getName() + ".",
                    wrong);
        }
    }

    /**
     * Whether a worker that blocks and knows nothing of stages can run its jobs too: there is a method of exactly the stored name
     * and parameters that is not the twin, and returns no stage which nobody would await.
     */
    public boolean hasBlockingForm() {
        return Twins.methods(type).stream()
                .filter(other -> !other.isBridge() && other.getName().equals(address.methodName()))
                .filter(other -> Arrays.stream(other.getParameterTypes())
                        .map(Class::getName)
                        .toList()
                        .equals(address.parameterTypes()))
                .filter(other -> !CompletionStage.class.isAssignableFrom(other.getReturnType()))
                .anyMatch(other -> lane != Lane.COMPOSED || !other.equals(method));
    }

    /**
     * Whether objects of {@code below}, a class under this task's, have a body of their own under the task's name, while the twin is
     * that of a class above: then the twin does not do what they would do.
     */
    public boolean isOverriddenIn(Class<?> below) {
        if (lane != Lane.COMPOSED || below == type) {
            return false;
        }
        Method twin = Twins.find(
                        below, method.getName(), Twins.address(type, method).parameterTypes())
                .orElse(method);
        return Twins.find(below, address.methodName(), address.parameterTypes())
                .filter(facade -> !Twins.isFor(facade, twin))
                .isPresent();
    }

    /** Whether {@code parameter} is given by the worker and is not part of the stored arguments. */
    public static boolean isContext(Class<?> parameter) {
        return parameter == TaskContext.class;
    }
}
