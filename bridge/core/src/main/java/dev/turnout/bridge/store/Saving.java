// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A job to be stored.
 *
 * @param before the version that must be stored now, 0 for a new job; {@code body} says the one after it
 * @param body the document
 * @param state the state it is in, in JobRunr's word
 * @param updated when it came into that state
 * @param due when it is due, of a scheduled job
 * @param recurringId the recurring job that it is an instance of; empty for none
 * @param scheduled when that instance was to run, in any state, also after retries; empty for one that was triggered
 * @param signature JobRunr's job signature
 */
public record Saving(
        String id,
        int before,
        String body,
        String state,
        Instant updated,
        Optional<Instant> due,
        String recurringId,
        Optional<Instant> scheduled,
        String signature) {

    static String micros(Instant instant) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }
}
