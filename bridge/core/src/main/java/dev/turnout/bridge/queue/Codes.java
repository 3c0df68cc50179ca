// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

/** The numbered answers that scripts share; the header of each file says which it gives. */
final class Codes {
    static final long DONE = 1;
    static final long ALREADY_FINAL = 0;
    static final long LOST = 0;
    static final long NOT_MINE = -1;
    static final long ROUTE_CHANGED = -2;
    static final long FULL = -4;
    static final long PAUSED = -5;
    static final long CLOCK_OFF = -9;

    private Codes() {}
}
