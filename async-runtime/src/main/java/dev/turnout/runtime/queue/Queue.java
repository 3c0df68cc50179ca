// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

/**
 * One queue, in one layout: the four small interfaces that a worker needs, from one hand.
 *
 * <p>{@link #close} releases connections; it does not end jobs.
 */
public interface Queue extends AutoCloseable {
    Claims claims();

    Duties duties();

    Presence presence();

    Door door();

    Routes routes();

    @Override
    void close();
}
