// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.async.JobScope;
import dev.turnout.runtime.queue.Claim;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The scope of one run on a worker. Knows which threads run something of it, so that a cancel interrupts those and no
 * others, and so that it can say when the last of them has left. Continuations on the cpu lane are counted, from when they
 * are handed over, and never interrupted: they do not wait, and end by themselves. So are blocking calls that are handed over
 * after a cancel: those of clean-ups.
 */
final class RunScope implements JobScope {
    private final Lanes lanes;
    private final Claim claim;
    private final Map<Thread, Boolean> busy = new HashMap<>(); // guarded by this; value: may the thread wait
    private int handedOver; // guarded by this
    private final CompletableFuture<@Nullable Void> quiet = new CompletableFuture<>();
    private volatile boolean cancelled;
    private final CompletableFuture<@Nullable Void> cancellation = new CompletableFuture<>();
    private volatile Supplier<UnaryOperator<Runnable>> carriers = UnaryOperator::identity;

    RunScope(Lanes lanes, Claim claim) {
        this.lanes = lanes;
        this.claim = claim;
    }

    @Override
    public Executor continuations() {
        Executor threads = lanes.cpu();
        UnaryOperator<Runnable> carrier = carriers.get(); // here, where the continuation is composed
        return command -> {
            Runnable piece = carrier.apply(command);
            try {
                handOver(threads, () -> lanes.loops().watch(claim, () -> lanes.tidily(piece)));
            } catch (RejectedExecutionException closed) {
                if (!cancelled) {
                    throw closed;
                }
                piece.run(); // the worker has gone: a late clean-up has its turn on the thread that sets it off
            }
        };
    }

    @Override
    public Executor blocking(String pool) {
        UnaryOperator<Runnable> carrier = carriers.get();
        return command -> {
            Runnable piece = carrier.apply(command);
            Runnable occupying = () -> lanes.tidily(() -> occupy(true, piece));
            if (cancelled) {
                handOver(lanes.pool(pool), occupying);
            } else {
                lanes.pool(pool).execute(occupying);
            }
        };
    }

    @Override
    public synchronized boolean mayWait() {
        return busy.getOrDefault(Thread.currentThread(), false);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    /** From now on every piece of the run is composed with what {@code carriers} gives then. */
    void carry(Supplier<UnaryOperator<Runnable>> carriers) {
        this.carriers = carriers;
    }

    /** Ends on a thread of the cpu lane when the run is cancelled. */
    CompletionStage<@Nullable Void> cancellation() {
        return cancellation.minimalCompletionStage();
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

    /** Until {@code piece} has ended the run is not quiet. */
    private void handOver(Executor threads, Runnable piece) {
        synchronized (this) {
            handedOver++;
        }
        Runnable counted = () -> {
            try {
                piece.run();
            } finally {
                handedBack();
            }
        };
        try {
            threads.execute(counted);
        } catch (RejectedExecutionException | OutOfMemoryError none) { // no room, or no thread to be had
            handedBack();
            throw none;
        }
    }

    private void handedBack() {
        boolean last;
        synchronized (this) {
            handedOver--;
            last = isQuiet();
        }
        if (last) {
            quiet.complete(null);
        }
    }

    /** Interrupts what blocks, and lets no step begin any more; only clean-ups do. */
    void cancel() {
        boolean now;
        synchronized (this) {
            cancelled = true;
            busy.keySet().forEach(Thread::interrupt);
            now = isQuiet();
        }
        if (now) {
            quiet.complete(null);
        }
        try {
            lanes.cpu().execute(() -> cancellation.complete(null));
        } catch (RejectedExecutionException closed) {
            cancellation.complete(null); // the worker has gone; whoever still listens hears it here
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
        return cancelled && busy.isEmpty() && handedOver == 0;
    }
}
