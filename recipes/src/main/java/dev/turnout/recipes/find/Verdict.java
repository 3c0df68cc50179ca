// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import dev.turnout.recipes.table.Sites;
import java.util.List;

/**
 * What becomes of one task.
 *
 * @param address its name on the wire
 * @param method where it is declared
 * @param kind the verdict
 * @param reason why it is not composed
 * @param sites each blocking call on its path
 */
public record Verdict(String address, MethodInfo method, Kind kind, Reason reason, List<Sites.Row> sites) {
    /** The three verdicts. */
    public enum Kind {
        /** Gets facade and twin. */
        COMPOSE,
        /** Keeps its body and is run in a blocking lane. */
        LANE,
        /** Nothing blocks; keeps its body. */
        LEAVE
    }

    int count(String outcome) {
        return (int) sites.stream().filter(row -> row.outcome().equals(outcome)).count();
    }
}
