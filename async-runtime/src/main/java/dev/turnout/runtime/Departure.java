// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

/** When a job leaves for the queue: at once, or at a moment that the calling thread waits for, such as a commit. */
public interface Departure {
    /** Everything leaves at once. */
    Departure AT_ONCE = sending -> false;

    /**
     * Called on the thread that sends, when all is checked. Whoever answers true calls exactly one of the two methods of {@code
     * sending} later.
     *
     * @return false if it is to be sent at once
     */
    boolean holds(Sending sending);

    /** What waits to leave. Neither method throws. */
    interface Sending {
        /** Sends it now; in the blocking form, waits until it has arrived. A failure is logged and told to the sender's handle. */
        void go();

        /** Sends nothing: what it belonged to was undone. */
        void drop();
    }
}
