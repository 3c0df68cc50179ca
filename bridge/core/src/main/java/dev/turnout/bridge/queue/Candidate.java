// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A job that we may try to claim.
 *
 * @param route of its task, as we know it
 * @param head below the head-room, but left by the stock servers for too long
 */
record Candidate(JobDocument document, Route route, boolean head) {
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

    /** Its task, the key of its route, what the key says of it, and when it was created: what scripts ask of a job. */
    List<String> place() {
        return place(document, route);
    }

    static List<String> place(JobDocument document, Route route) {
        String key = route.key().path();
        return List.of(
                document.task().toString(),
                key,
                key.isEmpty() ? "" : route.key().valueOf(new JobId(document.id()), document.arguments()),
                Long.toString(document.agesFromMicros()));
    }

    /** How long the job had been waiting at {@code now}, Redis' time in µs. */
    Duration waited(long now) {
        return Duration.of(Math.max(0, now - document.updatedMicros()), ChronoUnit.MICROS);
    }
}
