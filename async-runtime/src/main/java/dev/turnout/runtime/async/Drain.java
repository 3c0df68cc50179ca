// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The scope under a facade: everything the twin hands over runs on the thread that waits for it.
 *
 * <p>When that thread has left, continuations still have their turn, on the thread that completes the stage before
 * them: so what stands in a finally block is not lost. Blocking work is refused then, because nobody waits any more. An
 * interrupt cancels the scope, and what stands in finally blocks that can begin now is done on this thread before it leaves.
 */
final class Drain implements JobScope {
    private static final Runnable WAKE = () -> {};

    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private boolean left; // guarded by this
    private volatile boolean cancelled;

    @Override
    public Executor continuations() {
        return command -> {
            if (!add(command)) {
                command.run();
            }
        };
    }

    @Override
    public Executor blocking(String pool) {
        return command -> {
            if (!add(command)) {
                throw new RejectedExecutionException("TURNOUT-0204 blocking work was handed over after its facade had"
                        + " returned; it was not run. Let the twin's stage end after all of its work.");
            }
        };
    }

    @Override
    public boolean mayWait() {
        return true;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    /** Runs handed-over work on this thread until {@code end} has come, then gives its value or throws its failure. */
    <T extends @Nullable Object> T until(CompletableFuture<T> end) throws Throwable {
        end.whenComplete((value, failure) -> add(WAKE));
        try {
            while (!end.isDone()) {
                work.take().run();
            }
            return end.join();
        } catch (InterruptedException stop) {
            cancelled = true;
            end.cancel(true);
            runRest(); // clean-ups that may wait, before the flag is set again
            Thread.currentThread().interrupt();
            throw stop;
        } catch (CompletionException failure) {
            throw Stages.unwrap(failure);
        } finally {
            leave();
        }
    }

    private void runRest() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    private synchronized boolean add(Runnable command) {
        return !left && work.add(command);
    }

    private void leave() {
        List<Runnable> rest = new ArrayList<>();
        synchronized (this) {
            left = true;
            work.drainTo(rest);
        }
        rest.forEach(Runnable::run);
    }
}
