// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.util.Set;

/**
 * One thing that a thread may do.
 *
 * @param waits whether it waits or does I/O
 * @param seenBy who sees it
 * @param setUp makes ready on another thread, and gives what is run
 */
record Operation(String name, boolean waits, Set<Seer> seenBy, SetUp setUp) {
    enum Seer {
        STOCK,
        AUGMENTED,
        FLIGHT_RECORDER
    }

    interface SetUp {
        Aside.Action of(Aside aside) throws Exception;
    }

    static Operation waits(String name, Set<Seer> seenBy, SetUp setUp) {
        return new Operation(name, true, seenBy, setUp);
    }

    static Operation goesOn(String name, SetUp setUp) {
        return new Operation(name, false, Set.of(), setUp);
    }
}
