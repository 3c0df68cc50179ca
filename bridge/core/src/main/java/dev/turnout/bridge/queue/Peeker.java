// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Reads one page of the queue and keeps what may be ours. What cannot be read is parked and stops nobody. */
final class Peeker {
    private static final int FIRST = 6;
    private static final int FIELDS = 4;

    private final LegacyRedis redis;
    private final Parking parking;
    private final LegacyQueueOptions options;

    Peeker(LegacyRedis redis, Parking parking, LegacyQueueOptions options) {
        this.redis = redis;
        this.parking = parking;
        this.options = options;
    }

    CompletionStage<Page> page(int offset, int count, Predicate<JobDocument> ours) {
        return redis.run(
                        LegacyScript.PEEK,
                        Integer.toString(options.headRoom()),
                        LegacyQueueOptions.micros(options.skew()),
                        Integer.toString(offset),
                        Integer.toString(count),
                        Integer.toString(Bounds.CHARS))
                .thenApply(reply -> read(reply, offset, ours));
    }

    private Page read(Reply reply, int offset, Predicate<JobDocument> ours) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = FIRST; i < reply.size(); i += FIELDS) {
            boolean head = reply.number(i + 3) == 1;
            document(reply.text(i), reply.text(i + 1), reply.text(i + 2))
                    .filter(ours)
                    .ifPresent(document -> candidates.add(new Candidate(document, head)));
        }
        int looked = (int) reply.number(4);
        boolean last = reply.number(1) + offset + looked >= reply.number(3);
        return new Page(reply.number(2), candidates, new Rooms(reply.list(5)), looked, last);
    }

    private Optional<JobDocument> document(String id, String version, String body) {
        if (parking.holds(id)) {
            return Optional.empty();
        }
        try {
            JobDocument document = JobDocument.read(body);
            if (document.id().equals(id)
                    && document.state() == StateName.ENQUEUED
                    && version.equals(Integer.toString(document.version()))) {
                return Optional.of(document);
            }
            parking.park(
                    id,
                    "its document says " + document.id() + ", " + document.state() + ", version " + document.version()
                            + ", but its keys say ENQUEUED, version '" + version + "'");
        } catch (UnreadableDocument e) {
            parking.park(id, body.isEmpty() ? "it has no document" : "its document cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /**
     * One page.
     *
     * @param rooms how many more of each task caps and pauses let through
     * @param looked number of ids from the offset on; fewer than asked for where the documents are long
     * @param last whether the queue ends here
     */
    record Page(long epoch, List<Candidate> candidates, Rooms rooms, int looked, boolean last) {}
}
