// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The scope under a facade: everything the twin hands over runs on the thread that waits for it. */
final class Drain implements JobScope, Executor {
    private static final Runnable WAKE = () -> {};

    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    @Override
    public Executor continuations() {
        return this;
    }

    @Override
    public Executor blocking(String pool) {
        return this;
    }

    @Override
    public boolean mayWait() {
        return true;
    }

    @Override
    public void execute(Runnable command) {
        work.add(command);
    }

    /** Runs handed-over work on this thread until {@code end} has come, then gives its value or throws its failure. */
    <T extends @Nullable Object> T until(CompletableFuture<T> end) throws Throwable {
        end.whenComplete((value, failure) -> work.add(WAKE));
        try {
            while (!end.isDone()) {
                work.take().run();
            }
            return end.get();
        } catch (InterruptedException stop) {
            end.cancel(true);
            Thread.currentThread().interrupt();
            throw stop;
        } catch (ExecutionException | CompletionException | CancellationException failure) {
            throw Stages.unwrap(failure);
        }
    }
}
