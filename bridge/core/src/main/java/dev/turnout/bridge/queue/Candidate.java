// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A job that we may try to claim.
 *
 * @param head below the head-room, but left by the stock servers for too long
 */
record Candidate(JobDocument document, boolean head) {
    String id() {
        return document.id();
    }

    String version() {
        return Integer.toString(document.version());
    }

    String recurring() {
        return document.recurringId().orElse("");
    }

    TaskAddress task() {
        return document.task();
    }

    /** How long the job had been waiting at {@code now}, Redis' time in µs. */
    Duration waited(long now) {
        return Duration.of(Math.max(0, now - document.updatedMicros()), ChronoUnit.MICROS);
    }
}
