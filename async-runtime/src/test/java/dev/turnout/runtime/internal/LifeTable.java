// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import java.util.List;

/** The table of a job's life, for tests of other packages. */
public final class LifeTable {
    private LifeTable() {}

    /** The arrows, as a worker writes them into its log. */
    public static List<String> arrows() {
        return JobRun.TABLE.stream()
                .map(arrow -> arrow.from() + " --" + arrow.on() + "--> " + arrow.to())
                .toList();
    }

    public static List<String> diagram() {
        return JobRun.diagram();
    }
}
