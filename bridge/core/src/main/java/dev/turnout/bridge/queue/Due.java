// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A job that is due, and what filters made of it.
 *
 * @param job still scheduled
 * @param version in its key; empty if its document says another
 * @param say what filters decided; empty where none were asked
 */
record Due(JobDocument job, String version, Optional<DueFilters.Say> say) {
    /** Asks the filters. Never fails. */
    static CompletionStage<Due> ask(LegacyDocuments documents, JobDocument job, String version, Instant at) {
        return documents.whenDue(job.enqueued(at)).thenApply(say -> new Due(job, version, say));
    }

    /** Id, version, body, state, score, due time and recurring id: what {@code lib/move.lua} needs. */
    List<String> args(Instant at) {
        JobDocument next = next(at);
        return List.of(
                next.id(),
                version,
                next.json(),
                next.state().name(),
                Long.toString(next.updatedMicros()),
                next.dueMicros().orElse(0L).toString(),
                next.recurringId().orElse(""));
    }

    /** Tells the filters that it is stored. */
    void tell(LegacyDocuments documents) {
        say.ifPresent(said -> documents.stored(job, said));
    }

    private JobDocument next(Instant at) {
        if (say.isPresent()) {
            try {
                return job.endedAs(
                        say.get().json(), at, Optional.empty(), say.get().gone());
            } catch (UnreadableDocument unreadable) {
                LegacyDocuments.notAllHeard(job, unreadable);
            }
        }
        return job.enqueued(at);
    }
}
