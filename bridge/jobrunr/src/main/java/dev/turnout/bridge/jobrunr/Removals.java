// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.JobStore.Removal;
import dev.turnout.bridge.store.StoredJob;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.util.Optional;
import java.util.UUID;
import org.jobrunr.jobs.Job;

/** What is to be removed for good. The application's mapper need not read it: of the document only the recurring job matters. */
final class Removals {
    private final JobBodies bodies;

    Removals(JobBodies bodies) {
        this.bodies = bodies;
    }

    /** A job of a list; empty if nobody can read it, and then it was put aside. */
    Optional<Removal> of(StoredJob stored) {
        try {
            return Optional.of(read(stored.id(), stored.body()));
        } catch (UnreadableDocument unreadable) {
            return bodies.read(stored)
                    .map(job -> new Removal(stored.id(), job.getRecurringJobId().orElse("")));
        }
    }

    /** A job that a person wants removed, whoever can read it. */
    Removal of(UUID id, String body) {
        try {
            return read(id.toString(), body);
        } catch (UnreadableDocument unreadable) {
            return new Removal(id.toString(), recurringId(body));
        }
    }

    private static Removal read(String id, String body) throws UnreadableDocument {
        return new Removal(id, JobDocument.read(body).recurringId().orElse(""));
    }

    private String recurringId(String body) {
        try {
            Job job = bodies.mapper().deserializeJob(body);
            return job == null ? "" : job.getRecurringJobId().orElse("");
        } catch (RuntimeException | LinkageError unreadable) {
            return "";
        }
    }
}
