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

    Announcer(List<WorkerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void tell(Consumer<WorkerListener> news) {
        for (WorkerListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | Error failure) {
                LOG.warn(
                        "TURNOUT-0304 listener {} failed; the job goes on. Mend the listener.",
                        listener.getClass().getName(),
                        failure);
            }
        }
    }
}
