// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a job whose worker is gone: it goes back into the queue at once, so that a crash costs seconds and none of
 * the job's own retries; a job that has outlived its share of crashes is failed, because it may well be what kills the workers.
 */
final class Recovery {
    private final LegacyQueueOptions options;
    private final Parking parking;

    Recovery(LegacyQueueOptions options, Parking parking) {
        this.options = options;
        this.parking = parking;
    }

    /** The document, unless it cannot be read; then it is parked. */
    Optional<JobDocument> document(String id, String body) {
        try {
            return Optional.of(JobDocument.read(body));
        } catch (UnreadableDocument e) {
            parking.park(id, "its document cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** @param crashes this one included */
    JobDocument afterCrash(JobDocument job, long crashes, Instant at) {
        if (crashes < options.crashes()) {
            return job.enqueued(at);
        }
        String message =
                "TURNOUT-0321 " + crashes + " workers stopped while they ran this job. It is not tried again by"
                        + " itself; look at it, and requeue it";
        return job.failed(at, message, new WorkerCrashed(message), false);
    }
}
