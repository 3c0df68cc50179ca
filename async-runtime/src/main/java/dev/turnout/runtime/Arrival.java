// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The end of a sending that waits for the commit of a thread. That thread must not wait for it, for it would wait for itself;
 * so there {@code join} and {@code get} fail at once. Stages that are made of this one know it, too.
 */
final class Arrival<T> extends CompletableFuture<T> {
    private final Held held;

    Arrival(Held held) {
        this.held = held;
    }

    /** Which thread has to come to an end first. */
    static final class Held {
        private volatile @Nullable Thread by = Thread.currentThread();

        void over() {
            by = null;
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Arrival<>(held);
    }

    @Override
    public T join() {
        check();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        check();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        check();
        return super.get(timeout, unit);
    }

    private void check() {
        if (!isDone() && held.by == Thread.currentThread()) {
            throw new IllegalStateException(
                    "TURNOUT-0641 this thread waits for a job that leaves only when the thread's own"
                            + " transaction has committed. Do not wait inside the transaction, or send the job .immediately().");
        }
    }
}
