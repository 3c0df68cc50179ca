// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

/** How near a finding is to what the list means, the nearest first. */
enum Nearness {
    /** That very call, in the place itself. */
    IN_PLACE,
    /** That very call, on a path through the place. */
    THROUGH,
    /** That very call; a path to it begins at the place. */
    ALSO_FROM,
    /** Another call of that kind. */
    BY_RULE
}
