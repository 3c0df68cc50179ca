// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.async.AllowBlocking;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The door for the test and for the code under test; in inline mode, what comes in is run at once.
 *
 * <p>Who puts a job in while a run is under way, a task above all, does not wait for it: that run, or one right after it on
 * the same thread, takes the job along. So a task that puts a job in cannot wait for itself.
 */
final class Front extends InMemoryQueue {
    private final Runnable run;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean inline;

    /** @param run runs what is due, and throws what fails */
    Front(MemoryStore store, Runnable run) {
        super(store);
        this.run = run;
    }

    void inline() {
        inline = true;
    }

    @Override
    public CompletionStage<Boolean> insert(NewJob job) {
        CompletionStage<Boolean> added = super.insert(job);
        if (inline && asked.getAndIncrement() == 0) {
            runUntilNobodyAsks();
        }
        return added;
    }

    @AllowBlocking(reason = "In inline mode a test asks for just that: what it puts in has run when it goes on.")
    private void runUntilNobodyAsks() {
        try {
            int seen;
            do {
                seen = asked.get();
                run.run();
            } while (!asked.compareAndSet(seen, 0));
        } catch (RuntimeException | Error loud) {
            asked.set(0);
            throw loud;
        }
    }
}
