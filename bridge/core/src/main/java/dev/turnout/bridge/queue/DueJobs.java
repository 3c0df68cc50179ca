// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Makes due jobs claimable, or what filters decide for instead, while no legacy server lives. What cannot be read stays where it is, at the front of those that are
 * due; so each call goes on behind it, and what is parked is looked at again once a minute only. Calls that overlap
 * promote nothing twice.
 */
final class DueJobs {
    private static final int MAX_PAGES = 8;
    private static final int FIRST = 2;
    private static final int FIELDS = 3;
    private static final long AGAIN_AFTER_NANOS = 60_000_000_000L;

    private final LegacyRedis redis;
    private final Recovery recovery;
    private final LongSupplier nanos;
    private final LegacyDocuments documents;
    private volatile long from;
    private volatile boolean parkedToo = true;
    private volatile long parkedSeen;

    /** @param documents asks and tells filters */
    DueJobs(LegacyRedis redis, Recovery recovery, LongSupplier nanos, LegacyDocuments documents) {
        this.documents = documents;
        this.redis = redis;
        this.recovery = recovery;
        this.nanos = nanos;
        this.parkedSeen = nanos.getAsLong();
    }

    /** Promotes a bounded number, from where the last call ended; ends with how many. */
    CompletionStage<Integer> promote() {
        return pages(0, MAX_PAGES);
    }

    private CompletionStage<Integer> pages(int before, int left) {
        long start = from;
        return redis.run(
                        LegacyScript.DUE,
                        Integer.toString(Bounds.PAGE),
                        Long.toString(start),
                        parkedToo ? "1" : "0",
                        Integer.toString(Bounds.CHARS))
                .thenCompose(page -> promote(page).thenCompose(number -> {
                    boolean end = page.size() == 1 || page.number(1) == 0;
                    if (end) {
                        begin();
                    } else {
                        from = Math.max(0, page.number(1) - number);
                    }
                    return end || left == 1
                            ? CompletableFuture.completedFuture(before + number)
                            : pages(before + number, left - 1);
                }));
    }

    /** The next call begins at the front. */
    private void begin() {
        from = 0;
        parkedToo = nanos.getAsLong() - parkedSeen >= AGAIN_AFTER_NANOS;
        if (parkedToo) {
            parkedSeen = nanos.getAsLong();
        }
    }

    private CompletionStage<Integer> promote(Reply due) {
        List<CompletableFuture<Due>> asked = new ArrayList<>();
        for (int i = FIRST; i < due.size(); i += FIELDS) {
            String version = due.text(i + 1);
            recovery.document(due.text(i), due.text(i + 2))
                    .filter(job -> job.state() == StateName.SCHEDULED)
                    .ifPresent(job -> asked.add(ask(job, version).toCompletableFuture()));
        }
        return asked.isEmpty()
                ? CompletableFuture.completedFuture(0)
                : CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                        .thenCompose(all -> store(
                                asked.stream().map(CompletableFuture::join).toList()));
    }

    private CompletionStage<Due> ask(JobDocument job, String version) {
        String known = version.equals(Integer.toString(job.version())) ? version : "";
        return Due.ask(documents, job, known, redis.clock().now());
    }

    /** By the clock as it is now: filters may have taken their time. */
    private CompletionStage<Integer> store(List<Due> jobs) {
        Instant at = redis.clock().now();
        List<String> args = new ArrayList<>(List.of(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at))));
        jobs.forEach(due -> args.addAll(due.args(at)));
        return redis.run(LegacyScript.PROMOTE, args).thenApply(reply -> tell(jobs, reply));
    }

    private int tell(List<Due> jobs, Reply reply) {
        for (int i = 0; i < jobs.size(); i++) {
            Due job = jobs.get(i);
            if (reply.number(i + 1) == Codes.DONE) {
                job.tell(documents);
            }
        }
        return reply.count(Codes.DONE, 1);
    }
}
