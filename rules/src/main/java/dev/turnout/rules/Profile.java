// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/** What holds for the tasks of a lane whose threads may wait. */
enum Profile {
    /** A bounded pool: waiting is what it is for. */
    BLOCKING,
    /** A virtual thread: waiting costs nothing, unless a monitor pins it. */
    VIRTUAL;

    /** The profile of a lane, whatever stands before and behind its name. */
    static Profile of(String lane) {
        return lane.contains("virtual") ? VIRTUAL : BLOCKING;
    }

    Severity severity(Rule rule, Severity normal) {
        char band = rule.id().charAt(3);
        boolean waits = rule.isWait() || rule == Rule.TRN102 || rule == Rule.TRN407 || rule == Rule.TRN703;
        if (this == BLOCKING) {
            boolean info = waits || rule == Rule.TRN804 || band == '9';
            return info && normal != Severity.OFF ? Severity.INFO : normal;
        }
        boolean stays = !waits && (band == '4' || band == '5' || rule == Rule.TRN802 || rule == Rule.TRN704);
        return stays ? normal : Severity.OFF;
    }
}
