// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.util.concurrent.CompletionStage;

/** Work on the queue that somebody must do now and then. Each call is bounded; any worker may make it at any time. */
public interface Duties {
    /**
     * Makes due jobs claimable, where this is ours to do (on JobRunr's layout it is the legacy master's while one lives).
     *
     * @return how many were moved
     */
    CompletionStage<Integer> promote();

    /**
     * Takes back jobs whose lease has lapsed: the crash of their worker costs them one attempt.
     *
     * @return how many were taken back
     */
    CompletionStage<Integer> reap();
}
