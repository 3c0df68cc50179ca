// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import dev.turnout.runtime.task.JobId;
import java.util.concurrent.CompletionStage;

/** Being seen, and hearing: a worker's place in the queue's list of workers, and the signals it gets. */
public interface Presence {
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
     */
    record Beat(int inFlight, long epoch) {}

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
