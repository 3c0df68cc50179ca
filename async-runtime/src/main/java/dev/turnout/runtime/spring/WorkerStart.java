// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Worker;

/** How the context starts its worker: {@link Worker#start} by default. A bean of this type changes it, to a burst for example. */
@FunctionalInterface
public interface WorkerStart {
    /** Starts {@code worker}, and returns at once. The context closes it. */
    void start(Worker worker);
}
