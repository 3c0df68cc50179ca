// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Confidence;
import dev.turnout.rules.Severity;
import dev.turnout.rules.Violation;

/** How clearly a finding is told. */
enum Sight {
    /** Fails a check. */
    GATE("gate"),
    WARNING("warning"),
    /** An error or a warning that is only possible. */
    POSSIBLE("possible"),
    INFO("info"),
    NONE("-");

    private final String word;

    Sight(String word) {
        this.word = word;
    }

    static Sight of(Violation violation) {
        if (violation.fails()) {
            return GATE;
        }
        if (violation.severity() == Severity.INFO) {
            return INFO;
        }
        return violation.confidence() == Confidence.POSSIBLE ? POSSIBLE : WARNING;
    }

    /** Whether it is an error or a warning, of any grade. */
    boolean isAboveInfo() {
        return compareTo(INFO) < 0;
    }

    String word() {
        return word;
    }
}
