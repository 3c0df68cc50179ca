// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.task.AsyncTask;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.utils.JobUtils;
import org.jspecify.annotations.Nullable;

/**
 * The method with a stage that stands behind a job: the twin of the method that the job names, or that method itself.
 *
 * @param type the class that the job names
 * @param method what to call; its parameters are those of the method that the job names
 * @param twin whether it is the twin of a facade
 * @param timeout time after which the stage is cancelled; zero for none
 */
record StageTask(Class<?> type, Method method, boolean twin, Duration timeout) {
    private static final String TWIN_SUFFIX = "Async";

    /** The stage method behind {@code details}; empty if the job is JobRunr's alone. Throws what JobRunr throws. */
    static Optional<StageTask> behind(JobDetails details) {
        if (details.hasStaticFieldName()) {
            return Optional.empty();
        }
        Class<?> type = JobUtils.getJobClass(details);
        Method named = JobUtils.getJobMethod(type, details);
        if (CompletionStage.class.isAssignableFrom(named.getReturnType())) {
            return Optional.of(new StageTask(type, named, false, Duration.ZERO));
        }
        return twinOf(type, named, details.getJobParameterTypes())
                .map(twin -> new StageTask(type, twin, true, timeoutOf(twin)));
    }

    boolean isStatic() {
        return Modifier.isStatic(method.getModifiers());
    }

    /** Calls the method on this thread. Throws what it throws; a null instead of a stage is a failure with the name. */
    CompletionStage<?> start(@Nullable Object bean, Object[] arguments) throws Exception {
        try {
            Object stage = method.invoke(bean, arguments);
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

    /** The stored types count too: of a generic handler JobRunr may find the bridge method, which has wider ones. */
    private static Optional<Method> twinOf(Class<?> type, Method facade, Class<?>[] stored) {
        String name = facade.getName() + TWIN_SUFFIX;
        return hierarchy(type)
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(method -> method.getName().equals(name))
                .filter(method -> !method.isBridge() && !Modifier.isPrivate(method.getModifiers()))
                .filter(method -> Modifier.isStatic(method.getModifiers()) == Modifier.isStatic(facade.getModifiers()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), facade.getParameterTypes())
                        || Arrays.equals(method.getParameterTypes(), stored))
                .findFirst()
                .filter(method -> method.isAnnotationPresent(AsyncTask.class))
                .filter(method -> CompletionStage.class.isAssignableFrom(method.getReturnType()))
                .filter(Method::trySetAccessible);
    }

    private static Stream<Class<?>> hierarchy(Class<?> type) {
        return Stream.iterate(type, Objects::nonNull, Class::getSuperclass);
    }

    private static Duration timeoutOf(Method twin) {
        return Timeouts.parse(twin.getAnnotation(AsyncTask.class).timeout());
    }
}
