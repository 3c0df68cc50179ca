// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.util.Optional;

/** Something that looks for blocking calls. */
interface Tool {
    String name();

    /** What it says of a jar; empty where it could not run. */
    Optional<Findings> on(Jar jar, Pair pair);

    /** What a tool says of one jar. */
    interface Findings {
        /** Its findings in the whole jar, or -1 where it looked at a part only. */
        int inAll();

        /** Whether it says what the pair is about, at its place. */
        boolean at(Pair pair);
    }
}
