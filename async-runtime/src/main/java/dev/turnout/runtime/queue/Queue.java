// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

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

    @Override
    void close();
}
