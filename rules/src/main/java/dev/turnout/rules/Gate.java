// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;

/** Rules that are off until a stage of the migration is reached, and errors from then on. */
public enum Gate {
    /** The cutover is finished: no facade and no type of the bridge is left. */
    FINISHED(List.of(Rule.TRN807, Rule.TRN808));

    private final List<Rule> rules;

    Gate(List<Rule> rules) {
        this.rules = rules;
    }

    /** The rules that it makes errors. */
    public List<Rule> rules() {
        return rules;
    }
}
