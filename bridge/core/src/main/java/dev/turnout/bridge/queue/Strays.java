// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds jobs of the async pool by their state, where the index of leases knows nothing of them: a key was evicted, or a store
 * was restored without it. Such a job would stand as processing for ever while no legacy server looks for orphans.
 *
 * <p>A legacy server's jobs stand there without a lease too. The owner is named in the document; the script that puts a job
 * back asks who that is, and leaves it alone where a legacy server may own it.
 */
final class Strays {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    private static final int MAX_PAGES = 8;
    private static final int FIRST = 3;
    private static final int FIELDS = 4;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final Recovery recovery;
    private final LegacyDocuments documents;
    private volatile int offset;

    /** @param documents tells filters of the jobs that were put back */
    Strays(LegacyRedis redis, LegacyQueueOptions options, Recovery recovery, LegacyDocuments documents) {
        this.documents = documents;
        this.redis = redis;
        this.options = options;
        this.recovery = recovery;
    }

    /**
     * Puts back what is found on one page, from where the last call ended, and goes on while there was something, for a
     * bounded number of pages.
     *
     * @return number of jobs put back
     */
    CompletionStage<Integer> takeBack() {
        return sweep(0, MAX_PAGES);
    }

    private CompletionStage<Integer> sweep(int before, int pagesLeft) {
        int from = offset;
        return redis.run(
                        LegacyScript.STRAYS,
                        options.leaseMicros(),
                        Integer.toString(from),
                        Integer.toString(Bounds.PAGE))
                .thenCompose(page -> takeBack(page).thenCompose(back -> {
                    boolean more = page.number(2) == 1;
                    offset = more ? Math.max(0, from + (int) page.number(1) - back) : 0;
                    return more && back > 0 && pagesLeft > 1
                            ? sweep(before + back, pagesLeft - 1)
                            : CompletableFuture.completedFuture(before + back);
                }));
    }

    private CompletionStage<Integer> takeBack(Reply page) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of(options.leaseMicros(), Long.toString(at)));
        List<JobDocument> all = new ArrayList<>();
        for (int i = FIRST; i < page.size(); i += FIELDS) {
            Optional<JobDocument> job = owned(page.text(i), page.text(i + 1), page.text(i + 2));
            if (job.isPresent()) {
                JobDocument back =
                        recovery.afterCrash(job.orElseThrow(), page.number(i + 3) + 1, RedisClock.instant(at));
                all.add(back);
                args.addAll(List.of(
                        page.text(i),
                        page.text(i + 1),
                        back.json(),
                        back.state().name(),
                        back.recurringId().orElse(""),
                        job.flatMap(JobDocument::server).orElseThrow()));
            }
        }
        if (all.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        return redis.run(LegacyScript.TAKEBACK, args).thenApply(reply -> {
            int back = reply.count(Codes.DONE, 1);
            for (int i = 0; i < all.size(); i++) {
                if (reply.number(i + 1) == Codes.DONE) {
                    documents.takenBack(all.get(i));
                }
            }
            if (back > 0) {
                LOG.warn(
                        "TURNOUT-0343 {} jobs of async workers stood as processing without a lease; they were put back. Was"
                                + " a key lost? Use maxmemory-policy noeviction, and restore whole snapshots.",
                        back);
            }
            return back;
        });
    }

    /** The job, unless its document does not fit its keys or names no owner. */
    private Optional<JobDocument> owned(String id, String version, String body) {
        return recovery.document(id, body)
                .filter(read ->
                        read.state() == StateName.PROCESSING && version.equals(Integer.toString(read.version())))
                .filter(read -> read.server().isPresent());
    }
}
