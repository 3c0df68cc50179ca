// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;

/** By which address a job names a method, so that nobody runs it and forgets what it returns. */
final class Naming {
    private static final String SUFFIX = "Async";

    /** Types that stand for work that ends later, whether this queue's workers know them or not. */
    private static final List<String> LATER = List.of(
            "java.util.concurrent.Future",
            "java.util.concurrent.Flow$Publisher",
            "org.reactivestreams.Publisher",
            "io.reactivex.rxjava3.core.CompletableSource",
            "io.reactivex.rxjava3.core.MaybeSource",
            "io.reactivex.rxjava3.core.SingleSource",
            "io.smallrye.mutiny.Uni");

    private final Form form;
    private final ReturnTypes returns;

    Naming(Form form, ReturnTypes returns) {
        this.form = form;
        this.returns = returns;
    }

    /** @throws IllegalArgumentException if every pool that may run the job could not do so */
    Named of(MethodReference reference) {
        Class<?> type = reference.type();
        Method method = reference.method();
        boolean twin = endsLater(method) || method.isAnnotationPresent(AsyncTask.class);
        Optional<Method> facade = (twin ? TaskDefinition.facadeOf(type, method) : Optional.<Method>empty())
                .filter(each -> !endsLater(each));
        if (form.forBlockingPoolToo()) {
            if (twin && facade.isEmpty()) {
                throw new IllegalArgumentException("TURNOUT-0632 " + TaskDefinition.addressOf(type, method)
                        + " is a twin without a facade, and workers of the legacy pool would forget what it returns; nothing"
                        + " was put in. Put a method of the same parameters beside it, named without 'Async', that ends when"
                        + " the work has ended: Facade.await(() -> …).");
            }
            checkCallable(type, facade.orElse(method));
        }
        return new Named(TaskDefinition.addressOf(type, facade.orElse(method)), facade.orElse(method));
    }

    /** The method that a job names, and how. */
    record Named(TaskAddress task, Method method) {}

    /** A name that somebody wrote down who may not have the code. */
    TaskAddress of(TaskAddress named) {
        if (form.forBlockingPoolToo() && named.methodName().endsWith(SUFFIX)) {
            throw new IllegalArgumentException(
                    "TURNOUT-0639 " + named + " reads like a twin, and workers of the legacy pool"
                            + " would forget what it returns; nothing was put in. Name its facade, '"
                            + named.methodName().substring(0, named.methodName().length() - SUFFIX.length())
                            + "'; if it does block, enqueue it by method reference.");
        }
        return named;
    }

    private boolean endsLater(Method method) {
        Class<?> returned = method.getReturnType();
        return returns.knows(returned) || LATER.stream().anyMatch(type -> Arguments.isA(returned, type));
    }

    private static void checkCallable(Class<?> type, Method method) {
        if (!Modifier.isPublic(method.getModifiers())
                || !Modifier.isPublic(method.getDeclaringClass().getModifiers())
                || !Modifier.isPublic(type.getModifiers())) {
            throw new IllegalArgumentException("TURNOUT-0633 " + TaskDefinition.addressOf(type, method)
                    + " is not public, or its class is not, and JobRunr calls nothing else; nothing was put in. Make both"
                    + " public.");
        }
    }
}
