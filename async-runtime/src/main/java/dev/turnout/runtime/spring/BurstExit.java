// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.BurstResult;

/**
 * What follows a burst that {@code turnout.worker.burst} asked for. By default the process exits; define a bean of this type
 * where it must not, as in a test that starts the application.
 */
@FunctionalInterface
public interface BurstExit {
    /**
     * Called once, when the context is closed, on the thread that started the application; {@code SpringApplication.run}
     * returns when this does.
     *
     * @param code 0 if no job failed, 1 if one did, or what an {@code ExitCodeGenerator} of the application says that is larger
     * @param result what the burst did
     */
    void exit(int code, BurstResult result);
}
