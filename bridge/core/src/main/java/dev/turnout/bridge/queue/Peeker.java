// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Reads jobs that wait: those of this pool, oldest first, and new ones. What cannot be read is parked and stops nobody. */
final class Peeker {
    private static final int FIRST = 7;
    private static final int FIELDS = 5;
    private static final long NOT_NOW = 2;
    private static final long HEAD = 1;
    private static final long NEW = 10;

    /** Longer than a worker needs from the look to the claim; one that dies between them costs its jobs this much. */
    private static final String MARK_MICROS = "500000";

    private final LegacyRedis redis;
    private final Parking parking;
    private final String headRoom;
    private final String skew;

    Peeker(LegacyRedis redis, Parking parking, LegacyQueueOptions options) {
        this(redis, parking, options.headRoom(), LegacyQueueOptions.micros(options.skew()));
    }

    Peeker(LegacyRedis redis, Parking parking, int headRoom, String skew) {
        this.redis = redis;
        this.parking = parking;
        this.headRoom = Integer.toString(headRoom);
        this.skew = skew;
    }

    /**
     * One look.
     *
     * @param count most jobs of this pool that were sorted before
     * @param fresh most new jobs, of whichever pool
     */
    CompletionStage<Page> look(Pool pool, int count, int fresh, Collection<TaskAddress> tasks) {
        return look(pool, count, fresh, tasks.stream().map(TaskAddress::toString));
    }

    /** One look of the legacy pool past jobs that were sorted before, by ids and versions. */
    CompletionStage<Page> lookPast(Map<String, String> passed, int count, int fresh) {
        return look(
                Pool.LEGACY,
                count,
                fresh,
                passed.entrySet().stream().flatMap(job -> Stream.of(job.getKey(), job.getValue())));
    }

    private CompletionStage<Page> look(Pool pool, int count, int fresh, Stream<String> further) {
        List<String> args = new ArrayList<>(List.of(
                pool.word(),
                headRoom,
                skew,
                Integer.toString(count),
                Integer.toString(fresh),
                Integer.toString(Bounds.CHARS),
                MARK_MICROS));
        further.forEach(args::add);
        return redis.run(LegacyScript.PEEK, args).thenApply(reply -> read(reply, pool));
    }

    private Page read(Reply reply, Pool pool) {
        List<Seen> seen = new ArrayList<>();
        for (int i = FIRST; i < reply.size(); i += FIELDS) {
            long kind = reply.number(i + 4);
            seen.add(new Seen(
                    reply.text(i),
                    reply.text(i + 1),
                    reply.text(i + 2),
                    reply.text(i + 3),
                    document(reply.text(i), reply.text(i + 2), reply.text(i + 3))
                            .filter(job -> mayRun(job, pool)),
                    kind % NEW != NOT_NOW,
                    kind % NEW == HEAD,
                    kind >= NEW));
        }
        return new Page(
                reply.number(0),
                reply.number(2),
                seen,
                new Rooms(reply.list(6)),
                reply.number(3) == 1,
                reply.number(4),
                reply.number(5));
    }

    private Optional<JobDocument> document(String id, String version, String body) {
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

    private boolean mayRun(JobDocument job, Pool pool) {
        List<String> pro = pool == Pool.ASYNC ? job.proFields() : List.of();
        if (!pro.isEmpty()) {
            parking.park(
                    job.id(),
                    "TURNOUT-0611 it asks for what JobRunr Pro does and async workers do not: " + String.join(", ", pro)
                            + ". Leave its task to the legacy pool");
        }
        return pro.isEmpty();
    }

    /** Which pool looks. */
    enum Pool {
        ASYNC,
        LEGACY;

        String word() {
            return this == ASYNC ? "async" : "legacy";
        }
    }

    /**
     * One job as the look found it.
     *
     * @param score in the queue, in µs
     * @param version the number beside the document; empty if it is missing
     * @param body as stored
     * @param document empty if it could not be read, or does not fit its keys
     * @param near whether it may be claimed now, as far as the other pool is concerned
     * @param head below the head-room, but left by the stock servers for too long
     * @param fresh nobody has sorted it yet: it must be claimed or enlisted
     */
    record Seen(
            String id,
            String score,
            String version,
            String body,
            Optional<JobDocument> document,
            boolean near,
            boolean head,
            boolean fresh) {}

    /**
     * What one look found.
     *
     * @param now Redis' time in µs
     * @param rooms how many more of each task caps and pauses let through
     * @param more whether another look would find more
     * @param next µs until another job is old enough; -1 for none
     * @param age how old a job must be to be claimed, in µs
     */
    record Page(long now, long epoch, List<Seen> seen, Rooms rooms, boolean more, long next, long age) {
        int sorted() {
            return (int) seen.stream().filter(job -> !job.fresh()).count();
        }

        boolean isRipe(JobDocument document) {
            return document.agesFromMicros() + age <= now;
        }

        /** µs until this job is old enough. */
        long left(JobDocument document) {
            return document.agesFromMicros() + age - now;
        }
    }
}
