// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import dev.turnout.runtime.task.TaskAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What an operator changes while workers run. It is stored in the queue and read in the script that claims: it binds every
 * worker with its next claim, and does not touch jobs that run.
 */
public interface Controls {
    /**
     * At most so many jobs of {@code task} are in flight over all workers of this pool. A crashed worker's jobs count until
     * their leases have lapsed.
     *
     * @param most 1 or more; empty for no cap
     */
    CompletionStage<Void> cap(TaskAddress task, OptionalInt most);

    /** Workers of this pool claim no job of {@code task}, or of any, until {@link #resume}. Running jobs go on. */
    CompletionStage<Void> pause(Optional<TaskAddress> task);

    /** Ends the pause of {@code task}, or every pause. */
    CompletionStage<Void> resume(Optional<TaskAddress> task);

    /** What is set now. */
    CompletionStage<Settings> settings();

    /**
     * What is set.
     *
     * @param caps the caps
     * @param inFlight jobs in flight over all workers of this pool, of tasks that have any
     * @param paused whether everything is paused
     * @param pausedTasks tasks that are paused by themselves
     */
    record Settings(
            Map<TaskAddress, Integer> caps,
            Map<TaskAddress, Integer> inFlight,
            boolean paused,
            Set<TaskAddress> pausedTasks) {
        public Settings {
            caps = Map.copyOf(caps);
            inFlight = Map.copyOf(inFlight);
            pausedTasks = Set.copyOf(pausedTasks);
        }
    }
}
