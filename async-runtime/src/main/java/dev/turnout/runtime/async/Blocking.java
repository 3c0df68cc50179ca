// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands a blocking call off to a thread that may wait, and gives its result as a stage.
 *
 * <p>On an async worker that is a bounded pool of the worker; under {@link Facade#await} it is the thread that waits,
 * so that thread-locals, transactions and pool sizes of the legacy side stay as they were. Outside of both the stage
 * fails with a message that says so. These methods never block and never throw.
 */
public final class Blocking {
    private static final String DEFAULT_POOL = "";

    private Blocking() {}

    /** Runs {@code body} on the default pool and yields what it returns. */
    public static <T extends @Nullable Object> CompletionStage<T> call(Callable<T> body) {
        return callOn(DEFAULT_POOL, body);
    }

    /** Runs {@code body} on the default pool. */
    public static CompletionStage<@Nullable Void> run(Action body) {
        return runOn(DEFAULT_POOL, body);
    }

    /** Runs {@code body} on the pool of that name and yields what it returns. */
    public static <T extends @Nullable Object> CompletionStage<T> callOn(String pool, Callable<T> body) {
        JobScope scope = JobScope.current();
        if (scope == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("TURNOUT-0201 Blocking.call outside of a"
                    + " job: no lane is known here, so nothing was run. Call the task through Facade.await, or run it"
                    + " on a Turnout worker."));
        }
        if (scope.cancelled()) {
            return CompletableFuture.failedFuture(notRun());
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Executor lane = scope.blocking(pool);
        try {
            lane.execute(() -> run(scope, body, result));
        } catch (RejectedExecutionException | OutOfMemoryError full) { // no room, or no thread to be had
            result.completeExceptionally(full);
        }
        return result;
    }

    private static <T extends @Nullable Object> void run(
            JobScope scope, Callable<T> body, CompletableFuture<T> result) {
        if (result.isDone()) {
            return; // cancelled before its turn
        }
        if (scope.cancelled()) {
            result.completeExceptionally(notRun());
            return;
        }
        try {
            result.complete(scope.call(body));
        } catch (Throwable failure) {
            Stages.restoreInterrupt(failure);
            result.completeExceptionally(AsThrown.exact(failure));
        }
    }

    private static CancellationException notRun() {
        return new CancellationException(
                "TURNOUT-0203 the job was cancelled before this blocking call had its turn; it was not run.");
    }

    /** Runs {@code body} on the pool of that name. */
    public static CompletionStage<@Nullable Void> runOn(String pool, Action body) {
        return Blocking.<@Nullable Void>callOn(pool, () -> {
            body.run();
            return null;
        });
    }
}
