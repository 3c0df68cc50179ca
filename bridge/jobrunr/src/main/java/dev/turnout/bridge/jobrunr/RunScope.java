// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.async.JobScope;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.MDC;

/**
 * The scope of one job whose stage is in flight: continuations and blocking work go to the server's small pools, each
 * piece dressed for the job, with what stood in the logging context where it was composed. Cancelling interrupts the blocking work that is running just then, as JobRunr interrupts
 * the thread of a job, and no more is begun; continuations, such as finalizers, still run.
 */
final class RunScope implements JobScope {
    private final JobThread thread;
    private final Executor continuations;
    private final Executor blocking;
    private final Set<Thread> waiting = new HashSet<>();
    private volatile boolean cancelled;

    RunScope(JobThread thread, Executor continuations, Executor blocking) {
        this.thread = thread;
        this.continuations = continuations;
        this.blocking = blocking;
    }

    @Override
    public Executor continuations() {
        Map<String, String> composed = MDC.getCopyOfContextMap();
        return body -> continuations.execute(thread.dressed(body, composed));
    }

    /** One bounded pool for all names: the legacy pool's thread count is the only throttle that back ends know. */
    @Override
    public Executor blocking(String pool) {
        Map<String, String> composed = MDC.getCopyOfContextMap();
        return body -> blocking.execute(interruptible(thread.dressed(body, composed)));
    }

    @Override
    public boolean mayWait() {
        return false;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
        synchronized (waiting) {
            waiting.forEach(Thread::interrupt);
        }
    }

    private Runnable interruptible(Runnable body) {
        return () -> {
            synchronized (waiting) {
                waiting.add(Thread.currentThread());
            }
            try {
                body.run();
            } finally {
                synchronized (waiting) {
                    waiting.remove(Thread.currentThread());
                    Thread.interrupted(); // ours or nobody's: the pool's next job must not see it
                }
            }
        };
    }
}
