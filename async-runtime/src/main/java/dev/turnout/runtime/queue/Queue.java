// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * One queue, in one layout: the small interfaces that a worker and its operator need, from one hand.
 *
 * <p>{@link #close} releases connections; it does not end jobs.
 */
public interface Queue extends AutoCloseable {
    Claims claims();

    Duties duties();

    Presence presence();

    Door door();

    Routes routes();

    Controls controls();

    /**
     * Whether somebody's code holds the thread that reads this queue's answers, and an answer has been waited for at least
     * {@code limit}. Asks nobody; never blocks; any thread. Empty where answers come on no thread of a connection.
     */
    default Optional<Stall> stall(Duration limit) {
        return Optional.empty();
    }

    @Override
    void close();
}
