// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskContext;
import dev.turnout.runtime.task.TaskDefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.utils.JobUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The method with a stage that stands behind a job: the twin of the method that the job names, or that method itself.
 *
 * @param type the class that the job names
 * @param method what to call; its parameters are those of the method that the job names, and perhaps a {@link TaskContext}
 * @param twin whether it is the twin of a facade
 * @param timeout time after which the stage is cancelled; zero for none
 */
record StageTask(Class<?> type, Method method, boolean twin, Duration timeout) {
    private static final Logger LOG = LoggerFactory.getLogger(StageTask.class);
    private static final String TWIN_SUFFIX = "Async";

    /**
     * The stage method behind {@code details}; empty if the job is JobRunr's alone, which is logged where a twin seems to be meant.
     * Throws what JobRunr throws.
     *
     * @param beans the class whose object will be called for a class that a job names; asked only where that matters
     */
    static Optional<StageTask> behind(JobDetails details, UnaryOperator<Class<?>> beans) {
        if (details.hasStaticFieldName()) {
            return Optional.empty();
        }
        Class<?> type = JobUtils.getJobClass(details);
        Method named = JobUtils.getJobMethod(type, details);
        if (CompletionStage.class.isAssignableFrom(named.getReturnType())) {
            return Optional.of(new StageTask(type, named, false, timeoutOf(type, named)));
        }
        boolean fixed = Modifier.isStatic(named.getModifiers()) || !mayHaveTwin(type, named);
        Class<?> called = fixed ? type : beans.apply(type);
        return twinOf(called, named, details.getJobParameterTypes())
                .map(twin -> new StageTask(type, twin, true, timeoutOf(called, twin)));
    }

    boolean isStatic() {
        return Modifier.isStatic(method.getModifiers());
    }

    /** Calls the method on this thread. Throws what it throws; a null instead of a stage is a failure with the name. */
    CompletionStage<?> start(@Nullable Object bean, Object[] stored, TaskContext context) throws Exception {
        try {
            Object stage = method.invoke(bean, arguments(stored, context));
            return (CompletionStage<?>)
                    Objects.requireNonNull(stage, () -> method + " returned null where a stage was expected");
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (thrown.getCause() instanceof Error cause) {
                throw cause;
            }
            throw thrown;
        }
    }

    /** The stored values in their order, and the context where the twin takes one. */
    private Object[] arguments(Object[] stored, TaskContext context) {
        Iterator<Object> values = Arrays.asList(stored).iterator();
        return Arrays.stream(method.getParameterTypes())
                .map(each -> twin && TaskDefinition.isContext(each) ? context : values.next())
                .toArray();
    }

    /** Of a class that cannot be called itself, a class below it may have the twin. */
    private static boolean mayHaveTwin(Class<?> type, Method named) {
        return Modifier.isAbstract(type.getModifiers())
                || meant(type, named).findAny().isPresent();
    }

    /** What says of itself that it is the twin of a method of that name. */
    private static Stream<Method> meant(Class<?> type, Method named) {
        String name = named.getName() + TWIN_SUFFIX;
        return methods(type)
                .filter(method -> method.getName().equals(name))
                .filter(method -> !method.isBridge() && method.isAnnotationPresent(AsyncTask.class));
    }

    /** The stored types count too: of a generic handler JobRunr may find the bridge method, which has wider ones. */
    private static Optional<Method> twinOf(Class<?> type, Method named, Class<?>[] stored) {
        List<Method> meant = meant(type, named).toList();
        Optional<Method> twin = meant.stream()
                .filter(each -> takes(type, each, named.getParameterTypes()) || takes(type, each, stored))
                .findFirst();
        Optional<String> fault = twin.isPresent()
                ? fault(type, named, twin.orElseThrow())
                : meant.stream()
                        .filter(each -> TaskDefinition.facadeOf(type, each).isEmpty())
                        .findFirst()
                        .map(each -> "its parameters are not those of the method, with or without a TaskContext");
        fault.ifPresent(why -> LOG.warn(
                "TURNOUT-0661 {}#{} keeps its thread until it has ended: {}#{}, which seems to be its twin, is not run, because {}.",
                type.getName(),
                named.getName(),
                meant.get(0).getDeclaringClass().getName(),
                meant.get(0).getName(),
                why));
        return fault.isPresent() ? Optional.empty() : twin;
    }

    private static Optional<String> fault(Class<?> type, Method named, Method twin) {
        if (Modifier.isPrivate(twin.getModifiers())) {
            return Optional.of("it is private; make it package-private or wider");
        }
        if (Modifier.isStatic(twin.getModifiers()) != Modifier.isStatic(named.getModifiers())) {
            return Optional.of("only one of the two is static");
        }
        if (!CompletionStage.class.isAssignableFrom(twin.getReturnType())) {
            return Optional.of("it returns no CompletionStage; other asynchronous types are for async workers only");
        }
        if (TaskDefinition.facadeOf(type, twin).isEmpty()) {
            return Optional.of("a class below its own overrides the method; override the twin there too");
        }
        return twin.trySetAccessible() ? Optional.empty() : Optional.of("its module does not open its package");
    }

    private static boolean takes(Class<?> type, Method twin, Class<?>[] parameters) {
        return TaskDefinition.addressOf(type, twin)
                .parameterTypes()
                .equals(Arrays.stream(parameters).map(Class::getName).toList());
    }

    /** The class's own before those it inherits. */
    private static Stream<Method> methods(Class<?> type) {
        return Stream.concat(
                Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                        .flatMap(each -> Arrays.stream(each.getDeclaredMethods())),
                Arrays.stream(type.getMethods())
                        .filter(each -> each.getDeclaringClass() != type
                                && each.getDeclaringClass().isInterface()));
    }

    /** As an async worker reads it. One that cannot be read is logged, and there is none: a task runs rather than not. */
    private static Duration timeoutOf(Class<?> type, Method method) {
        try {
            return TaskDefinition.annotated(type, method).timeout().orElse(Duration.ZERO);
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "TURNOUT-0662 The time-out of {} is not kept, and its stage may last for ever.",
                    method,
                    unreadable);
            return Duration.ZERO;
        }
    }
}
