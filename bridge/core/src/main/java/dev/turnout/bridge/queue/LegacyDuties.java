// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Duties;
import dev.turnout.runtime.redis.RedisFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Duties on JobRunr's layout. Due jobs are promoted, recurring ones made and ended ones cleared away only while no legacy server
 * lives: each script asks for one in the same breath. A claim whose lease has lapsed is
 * ours, see {@link Recovery}; so is one whose lease was lost, see {@link Strays}. A claim of which its worker never heard is
 * no crash.
 */
final class LegacyDuties implements Duties {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyDuties.class);
    private static final int MAX_PAGES = 8;
    private static final int LAPSED_FIELDS = 5;
    private static final long RESERVED = 0;
    private static final long CRASHED = 1;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Pattern LEASE = Pattern.compile("\\d+:(\\d+):.*");
    private static final String START = "0";

    private final LegacyRedis redis;
    private final Recovery recovery;
    private final Strays strays;
    private final RecurringRuns runs;
    private final LegacyDocuments documents;
    private final DueJobs due;
    private final Cleaning cleaning;
    private volatile String flights = START;
    private volatile String reasons = START;

    /** @param documents asks and tells filters of due jobs, and tells them of those that were taken back */
    LegacyDuties(LegacyRedis redis, LegacyQueueOptions options, Parking parking, LegacyDocuments documents) {
        this.redis = redis;
        this.recovery = new Recovery(options, parking);
        this.documents = documents;
        this.strays = new Strays(redis, options, recovery, documents);
        this.runs = new RecurringRuns(redis, documents);
        this.due = new DueJobs(redis, recovery, System::nanoTime, documents);
        this.cleaning = new Cleaning(redis, recovery, System::nanoTime);
    }

    @Override
    public CompletionStage<Integer> promote() {
        return runs.make()
                .thenCompose(made -> due.promote())
                .thenCompose(promoted -> cleaning.clean().thenApply(done -> promoted))
                .exceptionally(thrown -> nothing("promoted", thrown));
    }

    @Override
    public CompletionStage<Integer> reap() {
        return lapsed(0, MAX_PAGES)
                .thenCompose(back -> strays.takeBack().thenApply(more -> back + more))
                // last: whose a stray is, the lists say
                .thenCompose(back -> bury().thenApply(buried -> back))
                .thenCombine(tidy(), (back, tidied) -> back)
                .exceptionally(thrown -> nothing("taken back", thrown));
    }

    private CompletionStage<Reply> bury() {
        return redis.run(LegacyScript.BURY, LegacyQueueOptions.micros(GRACE));
    }

    private CompletionStage<Integer> lapsed(int before, int pagesLeft) {
        return redis.run(LegacyScript.LAPSED, Integer.toString(Bounds.PAGE))
                .thenCompose(page -> giveBack(page).thenCompose(back -> {
                    boolean full = page.size() > LAPSED_FIELDS * Bounds.PAGE;
                    return full && back > 0 && pagesLeft > 1
                            ? lapsed(before + back, pagesLeft - 1)
                            : CompletableFuture.completedFuture(before + back);
                }));
    }

    private CompletionStage<Integer> giveBack(Reply lapsed) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of("", Long.toString(at)));
        List<Optional<JobDocument>> crashed = new ArrayList<>();
        for (int i = 1; i < lapsed.size(); i += LAPSED_FIELDS) {
            String id = lapsed.text(i);
            String lease = lapsed.text(i + 1);
            long kind = lapsed.number(i + 4);
            long crashes = lapsed.number(i + 3) + 1;
            Optional<JobDocument> back = recovery.document(id, lapsed.text(i + 2))
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
            crashed.add(back.filter(job -> kind == CRASHED));
        }
        return crashed.isEmpty()
                ? CompletableFuture.completedFuture(0)
                : redis.run(LegacyScript.GIVEBACK, args).thenApply(reply -> tell(crashed, reply));
    }

    private int tell(List<Optional<JobDocument>> crashed, Reply reply) {
        for (int i = 0; i < crashed.size(); i++) {
            if (reply.number(i + 1) == Codes.DONE) {
                crashed.get(i).ifPresent(documents::takenBack);
            }
        }
        return reply.count(Codes.DONE, 1);
    }

    private Optional<JobDocument> after(long kind, JobDocument job, long crashes, Instant at) {
        if (kind == RESERVED) {
            return job.state() == StateName.ENQUEUED ? Optional.of(job.raised().enqueued(at)) : Optional.empty();
        }
        if (job.state() != StateName.PROCESSING) {
            return Optional.empty();
        }
        return Optional.of(kind == CRASHED ? recovery.afterCrash(job, crashes, at) : job.enqueued(at));
    }

    /** A part of our own tables, from where the last call ended. */
    private CompletionStage<Reply> tidy() {
        return redis.run(LegacyScript.TIDY, flights, reasons, Integer.toString(2 * Bounds.PAGE))
                .thenApply(reply -> {
                    flights = reply.text(1);
                    reasons = reply.text(2);
                    reply.list(6)
                            .map()
                            .forEach((place, value) -> LOG.warn(
                                    "TURNOUT-0414 {}{} held '{}', which is no whole number. It was taken for 0, and removed."
                                            + " Who else writes under this prefix?",
                                    redis.keys().stem(),
                                    place,
                                    value));
                    if (reply.number(3) + reply.number(4) > 0) {
                        LOG.warn(
                                "TURNOUT-0344 {} jobs were counted in flight that nobody holds, and {} had rested between"
                                        + " the pools; both was put right. Was a key lost?",
                                reply.number(3),
                                reply.number(4));
                    }
                    return reply;
                });
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
