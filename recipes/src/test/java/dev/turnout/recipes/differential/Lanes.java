// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import dev.turnout.runtime.async.JobScope;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads as an async worker has them: one that must not wait, one that may, and one on which answers come. */
final class Lanes implements JobScope, AutoCloseable {
    private static final String COMPOSED = "composed";

    private final ExecutorService composed = thread(COMPOSED);
    private final ExecutorService blocking = thread("blocking");
    private final ExecutorService answering = thread("answering");

    static boolean isComposed(Thread thread) {
        return thread.getName().equals(COMPOSED);
    }

    ExecutorService composed() {
        return composed;
    }

    Executor answering() {
        return answering;
    }

    @Override
    public Executor continuations() {
        return composed;
    }

    @Override
    public Executor blocking(String pool) {
        return blocking;
    }

    @Override
    public boolean mayWait() {
        return !isComposed(Thread.currentThread());
    }

    @Override
    public void close() {
        composed.shutdownNow();
        blocking.shutdownNow();
        answering.shutdownNow();
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
