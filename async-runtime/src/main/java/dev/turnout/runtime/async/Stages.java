// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Statements as stages: sequence, branch, loop, try, finally, resource, delay.
 *
 * <p>Three promises hold for every method here. A function may throw, checked or not: that is a failed stage, never a
 * throw at the caller. A failure arrives as what was thrown, without {@link CompletionException} around it. A
 * continuation runs in the {@link JobScope} of the code that composed it, on the scope's executor; outside of any scope
 * it runs on the thread that completes the stage before it. Nothing here blocks.
 *
 * <p>When the job of a scope has been cancelled (its time-out, a cancel, a lost lease, the end of a drain, an interrupt under
 * {@link Facade#await}), no further step of it begins: {@link #then}, {@link #map}, {@link #accept}, the turns of the loops and
 * {@link #catching} fail instead, with a {@link CancellationException} or with the failure that was there already. Only
 * clean-ups have their turn, with all that they compose and hand to {@link Blocking}: {@link #lastly}, {@link #lastlyRun} and the
 * close of {@link #using}. What stands only in a catch clause is no clean-up.
 *
 * <p>A null stage is a {@link NullPointerException} in the stage that depends on it.
 */
public final class Stages {
    private Stages() {}

    /** A stage that has already ended with {@code value}. */
    public static <T extends @Nullable Object> CompletionStage<T> ok(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** A stage that has already ended, without a value. */
    public static CompletionStage<@Nullable Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** A stage that has already failed. */
    public static <T extends @Nullable Object> CompletionStage<T> failed(Throwable failure) {
        return CompletableFuture.failedFuture(AsThrown.exact(failure));
    }

    /**
     * {@code stage} with the failures that {@link CompletableFuture#join()} throws: {@link CompletionException} around
     * what went wrong. What stands in place of a {@code join()} whose failure somebody may catch.
     */
    public static <T extends @Nullable Object> CompletionStage<T> joined(CompletionStage<T> stage) {
        return stage.handle(
                        (value, failure) -> failure == null ? ok(value) : Stages.<T>failed(AsThrown.byJoin(failure)))
                .thenCompose(inner -> inner);
    }

    /**
     * {@code stage} with the failures that {@link CompletableFuture#get()} throws: {@link ExecutionException} around
     * what went wrong.
     */
    public static <T extends @Nullable Object> CompletionStage<T> gotten(CompletionStage<T> stage) {
        return stage.handle((value, failure) -> failure == null ? ok(value) : Stages.<T>failed(AsThrown.byGet(failure)))
                .thenCompose(inner -> inner);
    }

    /**
     * As {@link #gotten(CompletionStage)}, and fails with {@link java.util.concurrent.TimeoutException} if {@code stage}
     * has not ended in time. {@code stage} itself is left as it is.
     */
    public static <T extends @Nullable Object> CompletionStage<T> gotten(
            CompletionStage<T> stage, long timeout, TimeUnit unit) {
        return gotten(stage).toCompletableFuture().orTimeout(timeout, unit);
    }

    /**
     * Runs {@code step} and carries a thread's context along: captured here, now, and set around each continuation and
     * each blocking call of the step, whatever thread that has; afterwards the thread has its own again. Outside of a
     * job {@code step} just runs.
     *
     * @param capture reads the context of this thread, for example {@code MDC::getCopyOfContextMap}; null is none
     * @param restore sets it, for example {@code MDC::setContextMap}; never gets null
     */
    public static <K, V, T extends @Nullable Object> CompletionStage<T> carrying(
            Supplier<@Nullable Map<K, V>> capture, java.util.function.Consumer<Map<K, V>> restore, Step<T> step) {
        JobScope scope = JobScope.current();
        if (scope == null) {
            return start(step);
        }
        JobScope carrying = new Carrying<>(scope, capture, restore);
        return start(() -> ScopeHolder.callIn(carrying, step::run));
    }

    /** Runs {@code step} on this thread, now; whatever it throws becomes the failure of the stage. */
    public static <T extends @Nullable Object> CompletionStage<T> start(Step<T> step) {
        try {
            return given(step.run());
        } catch (Throwable failure) {
            restoreInterrupt(failure);
            return failed(failure);
        }
    }

    /** Goes on with {@code next} when {@code stage} has ended well. The sequence of two waiting statements. */
    public static <A extends @Nullable Object, B extends @Nullable Object> CompletionStage<B> then(
            CompletionStage<A> stage, Fn<A, CompletionStage<B>> next) {
        return after(stage, (value, failure) -> failure == null ? step(() -> next.apply(value)) : failed(failure));
    }

    /** Goes on with {@code next}, which does not wait, when {@code stage} has ended well. */
    public static <A extends @Nullable Object, B extends @Nullable Object> CompletionStage<B> map(
            CompletionStage<A> stage, Fn<A, B> next) {
        return after(stage, (value, failure) -> failure == null ? step(() -> ok(next.apply(value))) : failed(failure));
    }

    /** Goes on with {@code next}, which neither waits nor yields, when {@code stage} has ended well. */
    public static <A extends @Nullable Object> CompletionStage<@Nullable Void> accept(
            CompletionStage<A> stage, Consumer<A> next) {
        return Stages.<A, @Nullable Void>map(stage, value -> {
            next.accept(value);
            return null;
        });
    }

    /**
     * The catch clauses of a try. {@code handler} gets what was thrown and goes on, or throws it again.
     *
     * <p>Write one handler with {@code instanceof} tests in the order of the clauses, and {@code throw failure} at its
     * end: so sibling clauses do not see each other's failures. After a cancel it is not called: a clause may begin something
     * else instead, and what has to be done in any case stands in {@link #lastly}.
     */
    public static <T extends @Nullable Object> CompletionStage<T> catching(
            CompletionStage<T> stage, Fn<Throwable, CompletionStage<T>> handler) {
        return after(stage, (value, failure) -> {
            if (failure == null) {
                return ok(value);
            }
            return isCancelled(JobScope.current()) ? failed(failure) : start(() -> handler.apply(failure));
        });
    }

    /** The finally block of a try: {@code last} runs on both paths, and its failure replaces the outcome. After a cancel too. */
    public static <T extends @Nullable Object, X extends @Nullable Object> CompletionStage<T> lastly(
            CompletionStage<T> stage, Step<X> last) {
        return after(stage, (value, failure) -> {
            CompletionStage<X> end = start(() -> CleanUp.run(last));
            return after(end, (ignored, worse) -> {
                if (worse != null) {
                    return Stages.<T>failed(worse);
                }
                return failure == null ? ok(value) : Stages.<T>failed(failure);
            });
        });
    }

    /** The finally block of a try, where it does not wait. */
    public static <T extends @Nullable Object> CompletionStage<T> lastlyRun(CompletionStage<T> stage, Action last) {
        return lastly(stage, () -> {
            last.run();
            return done();
        });
    }

    /**
     * Try-with-resources: opens, goes on with {@code body}, closes when its stage has ended.
     *
     * <p>{@code close} runs as a continuation and must not block. What it throws is added to the body's failure as
     * suppressed, or is the failure if there was none.
     */
    public static <R extends @Nullable AutoCloseable, T extends @Nullable Object> CompletionStage<T> using(
            Callable<R> open, Fn<R, CompletionStage<T>> body) {
        return start(() -> {
            R resource = open.call();
            return after(start(() -> body.apply(resource)), (value, failure) -> {
                try {
                    if (resource != null) {
                        resource.close();
                    }
                } catch (Throwable closing) {
                    restoreInterrupt(closing);
                    if (failure == null) {
                        return failed(closing);
                    }
                    failure.addSuppressed(closing);
                }
                return failure == null ? ok(value) : failed(failure);
            });
        });
    }

    /**
     * Repeats {@code step} as long as it yields true. One turn begins after the former one's stage has ended; stages
     * that are already complete cost no stack, so a million turns are safe.
     */
    public static CompletionStage<@Nullable Void> loop(Step<Boolean> step) {
        return new Loop(step, JobScope.current()).begin();
    }

    /** Goes through {@code items} in order, one after the other's stage has ended. Stops at the first failure. */
    public static <T extends @Nullable Object> CompletionStage<@Nullable Void> forEach(
            Iterable<? extends T> items, Fn<T, ? extends CompletionStage<?>> body) {
        return start(() -> {
            Iterator<? extends T> rest = items.iterator();
            return loop(() -> {
                if (!rest.hasNext()) {
                    return ok(false);
                }
                return map(given(body.apply(rest.next())), ignored -> true);
            });
        });
    }

    /**
     * Goes through {@code items} in order as long as {@code body} yields true; the loop with a {@code break} in it. Stops
     * at the first failure.
     */
    public static <T extends @Nullable Object> CompletionStage<@Nullable Void> forEachWhile(
            Iterable<? extends T> items, Fn<T, CompletionStage<Boolean>> body) {
        return start(() -> {
            Iterator<? extends T> rest = items.iterator();
            return loop(() -> rest.hasNext() ? body.apply(rest.next()) : ok(false));
        });
    }

    /** Ends after {@code time}, with no thread waiting. The async form of {@link Thread#sleep}. */
    public static CompletionStage<@Nullable Void> delay(Duration time) {
        return CompletableFuture.<@Nullable Void>supplyAsync(
                () -> null, CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS, Runnable::run));
    }

    /** Ends after {@code millis} milliseconds; negative fails as {@link Thread#sleep(long)} does. */
    public static CompletionStage<@Nullable Void> delay(long millis) {
        return millis < 0
                ? failed(new IllegalArgumentException("timeout value is negative"))
                : delay(Duration.ofMillis(millis));
    }

    /**
     * What was really thrown: takes {@link CompletionException}, which dependent stages put around it, off its outside;
     * but not one that the code itself threw, as far as it went through the methods of this class.
     */
    public static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            if (inner instanceof AsThrown) {
                return inner.getCause();
            }
            inner = inner.getCause();
        }
        return inner;
    }

    static void restoreInterrupt(Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("unchecked") // the cast is erased: this is how a checked exception leaves undeclared
    static <X extends Throwable> X sneak(Throwable failure) throws X {
        throw (X) failure;
    }

    /** As {@link #start}, unless the job was cancelled meanwhile. */
    private static <T extends @Nullable Object> CompletionStage<T> step(Step<T> step) {
        return isCancelled(JobScope.current()) ? failed(notBegun()) : start(step);
    }

    static boolean isCancelled(@Nullable JobScope scope) {
        return scope != null && scope.cancelled();
    }

    static CancellationException notBegun() {
        return new CancellationException(
                "TURNOUT-0355 the job was cancelled before this step had its turn; it was not run."
                        + " What has to be done in any case belongs into Stages.lastly.");
    }

    private static <T extends @Nullable Object> CompletionStage<T> given(@Nullable CompletionStage<T> stage) {
        if (stage == null) {
            return failed(new NullPointerException("a stage was expected, the method returned null"));
        }
        return stage;
    }

    /** The one place where continuations are attached: keeps the scope, peels the failure, flattens the result. */
    private static <A extends @Nullable Object, B extends @Nullable Object> CompletionStage<B> after(
            CompletionStage<A> stage, BiFunction<A, @Nullable Throwable, CompletionStage<B>> next) {
        if (stage == null) {
            return failed(new NullPointerException("a stage was expected, the method returned null"));
        }
        JobScope scope = JobScope.current();
        BiFunction<A, @Nullable Throwable, CompletionStage<B>> continuation = (value, failure) -> {
            Throwable peeled = failure == null ? null : unwrap(failure);
            return start(() -> ScopeHolder.callIn(scope, () -> next.apply(value, peeled)));
        };
        CompletionStage<CompletionStage<B>> nested =
                scope == null ? stage.handle(continuation) : stage.handleAsync(continuation, scope.continuations());
        return nested.thenCompose(inner -> inner);
    }

    /** A consumer that may throw a checked exception. */
    @FunctionalInterface
    public interface Consumer<A extends @Nullable Object> {
        void accept(A value) throws Exception;
    }

    static Executor continuationsOf(@Nullable JobScope scope) {
        return scope == null ? Runnable::run : scope.continuations();
    }
}
