// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Worker;

/** How the worker of a context begins. */
@FunctionalInterface
interface WorkerStart {
    /** Starts {@code worker}, now or when the application is ready. Must not block. */
    void begin(Worker worker);

    /** The context is about to close {@code worker}. */
    default void ending(Worker worker) {}
}
