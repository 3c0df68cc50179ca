// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.WorkerListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners, and keeps what they throw away from the worker. */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final List<WorkerListener> listeners;
    private boolean begun; // guarded by this
    private boolean over; // guarded by this

    Announcer(List<WorkerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** The worker begins, unless it is over already. */
    synchronized void begin(String worker) {
        if (!over) {
            begun = true;
            tell(listener -> listener.workerStarted(worker));
        }
    }

    /** The worker is over; told only if it has begun. */
    synchronized void end(String worker) {
        if (begun && !over) {
            tell(listener -> listener.workerStopped(worker));
        }
        over = true;
    }

    void tell(Consumer<WorkerListener> news) {
        for (WorkerListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable failure) {
                LOG.warn(
                        "TURNOUT-0304 listener {} failed; the job goes on. Mend the listener.",
                        listener.getClass().getName(),
                        failure);
            }
        }
    }
}
