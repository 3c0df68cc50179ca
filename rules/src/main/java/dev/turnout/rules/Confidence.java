// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/** How sure the path is, weakest hop first. */
public enum Confidence {
    /** Every hop has one possible target, and the call always waits. */
    CERTAIN,
    /** Some hop has two or three targets that all block, or the call waits only in some states. */
    LIKELY,
    /** Some hop is wider, or a lambda goes where the analysis cannot follow it. Never fails a check. */
    POSSIBLE;

    Confidence and(Confidence other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
