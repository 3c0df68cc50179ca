// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The blocking face of a twin: what stands under a task's old name while legacy workers still call it.
 *
 * <p>Continuations and {@link Blocking} work of the twin run on the waiting thread, one at a time, so the thread-locals,
 * the transaction habits and the pool sizes of the legacy pool stay as before, and a pool of one thread cannot deadlock
 * on nested facades.
 */
public final class Facade {
    private Facade() {}

    /**
     * Starts {@code twin} and waits for its end on this thread.
     *
     * <p>Fails at once on a thread that must not wait (an event loop, the composed lane of a worker). An interrupt
     * cancels the twin, sets the flag again and throws {@link InterruptedException}; no step of the twin begins after it, only
     * what stands in its finally blocks.
     *
     * @return what the twin yields
     * @throws Exception not declared, but thrown as it is: whatever the twin failed with, unwrapped
     */
    public static <T extends @Nullable Object> T await(Step<T> twin) {
        JobScope outer = JobScope.current();
        if ((outer != null && !outer.mayWait()) || EventLoops.isOne(Thread.currentThread())) {
            throw new IllegalStateException(
                    "TURNOUT-0202 Facade.await on " + Thread.currentThread().getName()
                            + ", a thread that must not wait. Nothing was run. Call the ...Async twin here instead.");
        }
        Drain drain = new Drain();
        try {
            CompletableFuture<T> end = drain.call(() -> Stages.start(twin)).toCompletableFuture();
            return drain.until(end);
        } catch (Throwable failure) {
            throw Stages.<RuntimeException>sneak(failure);
        }
    }
}
