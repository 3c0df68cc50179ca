// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Being seen, and hearing: a worker's place in the queue's list of workers, and the signals it gets. */
public interface Presence {
    /**
     * Names, before {@link #announce}, those of this worker's tasks that no other kind of worker can run, because they have no
     * blocking form under their address. Where the queue has one kind of worker only, this says nothing.
     */
    default void onlyHere(Set<TaskAddress> tasks) {}

    /**
     * Names, before {@link #announce}, those of this worker's tasks of which it could run no job, and why: a queue with another
     * kind of worker then lets nobody route them here. Where the queue has one kind of worker only, this says nothing.
     */
    default void unfit(Map<TaskAddress, String> reasons) {}

    /** Enters this worker into the list. */
    CompletionStage<Void> announce();

    /** Says that this worker lives, what it holds, and which route epoch it obeys. */
    CompletionStage<Void> beat(Beat beat);

    /** Leaves the list. */
    CompletionStage<Void> leave();

    /** Sends signals to {@code ear} from now on, on a thread of the connection: the ear must not wait. */
    CompletionStage<Void> listen(Ear ear);

    /**
     * What a worker says of itself.
     *
     * @param inFlight jobs it holds
     * @param epoch the last route epoch that it obeys wholly: every claim it had not started under an older one is given back
     * @param sinceStart how long ago it last let a body start; empty for never
     * @param sinceStarts the same by task, of those that it let start within the last minute
     */
    record Beat(int inFlight, long epoch, Optional<Duration> sinceStart, Map<TaskAddress, Duration> sinceStarts) {
        public Beat {
            sinceStarts = Map.copyOf(sinceStarts);
        }

        /** A beat of a worker that has started nothing. */
        public Beat(int inFlight, long epoch) {
            this(inFlight, epoch, Optional.empty(), Map.of());
        }
    }

    /** What a worker hears. */
    interface Ear {
        /** There may be something to claim. */
        void work();

        /** Routes have changed; {@code epoch} is the new one. */
        void epoch(long epoch);

        /** A job was ended by somebody: if it runs here, its run is to be cancelled now. */
        void cancelled(JobId id);
    }
}
