// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Worker;

/** How the worker of a context begins: {@link Worker#start} by default. A bean of this type changes it, to a burst for example. */
@FunctionalInterface
public interface WorkerStart {
    /** Starts {@code worker}, now or when the application is ready. Must not block. */
    void begin(Worker worker);

    /** The context is about to close {@code worker}. */
    default void ending(Worker worker) {}
}
