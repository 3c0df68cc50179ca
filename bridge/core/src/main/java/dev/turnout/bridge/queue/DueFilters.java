// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.task.TaskAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Has a say about jobs that are due, in place of the framework's master: which state each gets, and who hears of it; and hears of
 * jobs that were taken back after a crash. Called on
 * threads of the queue that may wait. Two workers that find the same job due may both ask; what one of them stores, counts.
 */
@FunctionalInterface
public interface DueFilters {
    /**
     * What becomes of a job; empty leaves it to the layout, which makes it claimable.
     *
     * @param enqueued the document as it would be stored, in the state ENQUEUED
     */
    Optional<Say> due(TaskAddress task, String enqueued);

    /**
     * A job was taken back from a worker that is gone, and is stored so: claimable again, or failed after too many. Nobody was asked
     * before, because a crash is no failure of the job.
     *
     * @param stored the document as it is now
     */
    default void takenBack(TaskAddress task, String stored) {}

    /** A decision about one job. */
    interface Say {
        /** The whole job as the framework's mapper would store it; its new states, name, labels, retries and metadata count. */
        String json();

        /** Metadata that was taken away. */
        Set<String> gone();

        /** It is stored so. */
        void stored();
    }
}
