// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

/**
 * This worker cannot run a job as it is stored. Thrown by {@link Surroundings#open}, it parks the job instead of failing
 * the attempt; the message says why, for an operator.
 */
public final class UnfitJob extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what does not fit, and what to do
     * @param cause why
     */
    public UnfitJob(String message, Throwable cause) {
        super(message, cause);
    }
}
