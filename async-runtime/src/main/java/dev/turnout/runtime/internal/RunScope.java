// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.async.JobScope;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The scope of one run on a worker. Knows which threads run something of it, so that a cancel interrupts those and no
 * others, and so that it can say when the last of them has left. Continuations on the cpu lane are counted and never
 * interrupted: they do not wait, and end by themselves.
 */
final class RunScope implements JobScope {
    private final Lanes lanes;
    private final Map<Thread, Boolean> busy = new HashMap<>(); // guarded by this; value: may the thread wait
    private int continuing; // guarded by this
    private final CompletableFuture<@Nullable Void> quiet = new CompletableFuture<>();
    private volatile boolean cancelled;
    private volatile UnaryOperator<Runnable> carry = UnaryOperator.identity();

    RunScope(Lanes lanes) {
        this.lanes = lanes;
    }

    @Override
    public Executor continuations() {
        Executor threads = lanes.cpu();
        return command -> {
            Runnable piece = carry.apply(command);
            threads.execute(() -> counted(piece));
        };
    }

    @Override
    public Executor blocking(String pool) {
        Executor threads = lanes.pool(pool);
        return command -> threads.execute(() -> occupy(true, carry.apply(command)));
    }

    @Override
    public synchronized boolean mayWait() {
        return busy.getOrDefault(Thread.currentThread(), false);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    /** From now on every piece of the run is given through {@code carry}, which takes its surroundings to its thread. */
    void carry(UnaryOperator<Runnable> carry) {
        this.carry = carry;
    }

    /** Runs {@code command} on this thread as part of the run: a cancel interrupts it. */
    void occupy(boolean mayWait, Runnable command) {
        enter(mayWait);
        try {
            command.run();
        } finally {
            leave();
        }
    }

    private void counted(Runnable continuation) {
        synchronized (this) {
            continuing++;
        }
        try {
            continuation.run();
        } finally {
            boolean last;
            synchronized (this) {
                continuing--;
                last = isQuiet();
            }
            if (last) {
                quiet.complete(null);
            }
        }
    }

    /** Interrupts what blocks, and lets no more blocking work begin. */
    synchronized void cancel() {
        cancelled = true;
        busy.keySet().forEach(Thread::interrupt);
        if (isQuiet()) {
            quiet.complete(null);
        }
    }

    /**
     * Ends when, after a cancel, no thread runs anything of this run. A continuation that something outside sets off
     * later, such as a driver's late reply, may still come.
     */
    CompletionStage<@Nullable Void> quiet() {
        return quiet;
    }

    private synchronized void enter(boolean mayWait) {
        busy.put(Thread.currentThread(), mayWait);
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            busy.remove(Thread.currentThread());
            Thread.interrupted(); // meant for this run, not for the next one on this thread
            last = isQuiet();
        }
        if (last) {
            quiet.complete(null);
        }
    }

    private boolean isQuiet() { // called with the lock
        return cancelled && busy.isEmpty() && continuing == 0;
    }
}
