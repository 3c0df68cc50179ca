// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that an async worker runs for a task: the twin, named {@code …Async}, which returns a stage.
 *
 * <p>Jobs name the task by its facade, the method of the same name without {@code Async} and with the same parameters;
 * a method without such a facade is named as it is. A task that keeps its blocking body is not annotated but registered
 * for a lane, see {@link TaskCatalog}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AsyncTask {
    /** Attempts after the first one, where the job itself does not say; -1 leaves it to the layout's default. */
    int retries() default -1;

    /** Time after which the stage is cancelled and the attempt failed: {@code 500ms}, {@code 30s}, {@code 2m}; empty for none. */
    String timeout() default "";

    /** Time before the first retry; empty leaves all delays to the layout, and the next two figures mean nothing. */
    String backOff() default "";

    /** Each further retry waits so many times longer than the one before it, give or take a fifth by chance. */
    double backOffFactor() default 2;

    /** The longest time between two attempts, chance included; not less than {@link #backOff}. */
    String backOffLongest() default "1h";

    /** Failures that are final at once, because another attempt cannot help: of these types, or caused by one. */
    Class<? extends Throwable>[] neverRetry() default {};
}
