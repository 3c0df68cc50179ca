// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Duties;
import dev.turnout.runtime.redis.RedisFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Duties on JobRunr's layout. Due jobs are promoted only while no legacy server lives. A claim whose lease has lapsed is
 * ours: the job goes back into the queue at once, so that a crash costs seconds and none of the job's own retries; a job
 * that has outlived its share of crashes is failed, because it may well be what kills the workers. A claim of which its
 * worker never heard is no crash.
 */
final class LegacyDuties implements Duties {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyDuties.class);
    private static final int PAGE = 50;
    private static final int LAPSED_FIELDS = 5;
    private static final long RESERVED = 0;
    private static final long CRASHED = 1;
    private static final int DUE_FIELDS = 3;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Pattern LEASE = Pattern.compile("\\d+:(\\d+):.*");

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final Parking parking;

    LegacyDuties(LegacyRedis redis, LegacyQueueOptions options, Parking parking) {
        this.redis = redis;
        this.options = options;
        this.parking = parking;
    }

    @Override
    public CompletionStage<Integer> promote() {
        return redis.run(LegacyScript.DUE, Integer.toString(PAGE))
                .thenCompose(this::promote)
                .exceptionally(thrown -> nothing("promoted", thrown));
    }

    private CompletionStage<Integer> promote(Reply due) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of(Long.toString(at)));
        for (int i = 1; i < due.size(); i += DUE_FIELDS) {
            String id = due.text(i);
            String version = due.text(i + 1);
            document(id, due.text(i + 2))
                    .filter(job -> job.state() == StateName.SCHEDULED)
                    .ifPresent(job -> {
                        JobDocument enqueued = job.enqueued(RedisClock.instant(at));
                        args.addAll(List.of(
                                id,
                                version.equals(Integer.toString(job.version())) ? version : "",
                                enqueued.json(),
                                Long.toString(at),
                                job.recurringId().orElse("")));
                    });
        }
        return count(LegacyScript.PROMOTE, args, 1);
    }

    @Override
    public CompletionStage<Integer> reap() {
        return redis.run(LegacyScript.LAPSED, Integer.toString(PAGE))
                .thenCompose(this::giveBack)
                .thenCombine(redis.run(LegacyScript.BURY, LegacyQueueOptions.micros(GRACE)), (back, buried) -> back)
                .exceptionally(thrown -> nothing("taken back", thrown));
    }

    private CompletionStage<Integer> giveBack(Reply lapsed) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of("", Long.toString(at)));
        for (int i = 1; i < lapsed.size(); i += LAPSED_FIELDS) {
            String id = lapsed.text(i);
            String lease = lapsed.text(i + 1);
            long kind = lapsed.number(i + 4);
            long crashes = lapsed.number(i + 3) + 1;
            Optional<JobDocument> back = document(id, lapsed.text(i + 2))
                    .flatMap(job -> after(kind, job, crashes, RedisClock.instant(at)))
                    .filter(job -> version(lease).equals(Integer.toString(job.version() - 1)));
            // without a document that fits only the lease is dropped: the job has moved on, or nobody can read it
            args.addAll(List.of(
                    id,
                    lease,
                    back.isPresent() ? version(lease) : "",
                    back.map(JobDocument::json).orElse(""),
                    back.map(job -> job.state().name()).orElse(""),
                    Long.toString(at),
                    back.flatMap(JobDocument::recurringId).orElse(""),
                    kind == CRASHED ? "1" : "0"));
        }
        return count(LegacyScript.GIVEBACK, args, 2);
    }

    private Optional<JobDocument> after(long kind, JobDocument job, long crashes, Instant at) {
        if (kind == RESERVED) {
            return job.state() == StateName.ENQUEUED ? Optional.of(job.raised().enqueued(at)) : Optional.empty();
        }
        if (job.state() != StateName.PROCESSING) {
            return Optional.empty();
        }
        return Optional.of(kind == CRASHED ? afterCrash(job, crashes, at) : job.enqueued(at));
    }

    private JobDocument afterCrash(JobDocument job, long crashes, Instant at) {
        if (crashes < options.crashes()) {
            return job.enqueued(at);
        }
        String message =
                "TURNOUT-0321 " + crashes + " workers stopped while they ran this job. It is not tried again by"
                        + " itself; look at it, and requeue it";
        return job.failed(at, message, new WorkerCrashed(message), false);
    }

    private CompletionStage<Integer> count(LegacyScript script, List<String> args, int fixed) {
        if (args.size() == fixed) {
            return java.util.concurrent.CompletableFuture.completedFuture(0);
        }
        return redis.run(script, args).thenApply(reply -> {
            int done = 0;
            for (int i = 1; i < reply.size(); i++) {
                done += reply.number(i) == Codes.DONE ? 1 : 0;
            }
            return done;
        });
    }

    private Optional<JobDocument> document(String id, String body) {
        try {
            return Optional.of(JobDocument.read(body));
        } catch (UnreadableDocument e) {
            parking.park(id, "its document cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String version(String lease) {
        Matcher parts = LEASE.matcher(lease);
        return parts.matches() ? parts.group(1) : "";
    }

    private static int nothing(String what, Throwable thrown) {
        LOG.warn("Nothing was {}: {}", what, RedisFault.classify(thrown).getMessage());
        return 0;
    }
}
