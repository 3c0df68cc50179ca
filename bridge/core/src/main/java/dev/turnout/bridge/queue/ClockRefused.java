// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

/** Redis refused a document for its time, again and again; nothing was stored. */
final class ClockRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClockRefused(String job, String what) {
        super("TURNOUT-0324 job " + job + " was not " + what
                + ": each time that we wrote was more than a second off when"
                + " it came to Redis. Nothing was changed; ask again. If it goes on, look for long pauses of this process,"
                + " a slow network, or a Redis host whose clock jumps.");
    }
}
