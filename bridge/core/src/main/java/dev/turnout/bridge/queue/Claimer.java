// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes jobs beside stock servers.
 *
 * <p>What races: a stock server reads the first ids of the queue, then each document, then claims one by one; if it finds
 * one of them PROCESSING already, it runs the others without having claimed them. So while one lives we stay behind its
 * reach: an id at rank R or above cannot be in its hands. Rank, route, age, version and membership are all asked inside
 * the script that claims; what we peeked before is a guess. What we gave up: the last R waiting jobs are the stock pool's,
 * until they have waited for two of its poll intervals; then {@link Heads} takes them by the slow way.
 *
 * <p>What starves: a block of jobs that are not ours at the front. So each search looks at the front first, and then at a
 * bounded number of pages from where the last search ended.
 */
final class Claimer {
    private static final int MAX_PAGES = 4;
    private static final int PAGE = 50;
    private static final int FIRST = 2;
    private static final int FIELDS = 3;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final LegacyRoutes routes;
    private final Peeker peeker;
    private final Parking parking;
    private final Heads heads;
    private final HeldJobs held;
    private final AtomicInteger cursor = new AtomicInteger();
    private volatile boolean crowded;

    Claimer(
            LegacyRedis redis,
            LegacyQueueOptions options,
            LegacyRoutes routes,
            Parking parking,
            Heads heads,
            HeldJobs held) {
        this.redis = redis;
        this.options = options;
        this.routes = routes;
        this.peeker = new Peeker(redis, parking, options);
        this.parking = parking;
        this.heads = heads;
        this.held = held;
    }

    CompletionStage<List<Claim>> claim(int limit, Set<TaskAddress> known) {
        return routes.ready().thenCompose(epoch -> heads.settle(limit)).thenCompose(settled -> {
            Search search = new Search(limit - heads.waiting(), known, settled);
            return search.front();
        });
    }

    private boolean ours(JobDocument document, Set<TaskAddress> known) {
        return known.contains(document.task()) && routes.mayStart(document.task(), new JobId(document.id()));
    }

    /** One call of claim. */
    private final class Search {
        private final int limit;
        private final Set<TaskAddress> known;
        private final List<Claim> found;
        private int pages;

        Search(int limit, Set<TaskAddress> known, List<Claim> settled) {
            this.limit = limit;
            this.known = known;
            this.found = new ArrayList<>(settled);
        }

        CompletionStage<List<Claim>> front() {
            int count = Math.max(1, Math.min(PAGE, limit - found.size()));
            // others were quicker at the front last time: let them have it, and look a little further on
            int offset = crowded ? ThreadLocalRandom.current().nextInt(2 * count) : 0;
            crowded = false;
            return look(offset, count).exceptionallyCompose(this::keepFound);
        }

        /** What was claimed before Redis fell silent is ours all the same. */
        private CompletionStage<List<Claim>> keepFound(Throwable thrown) {
            return found.isEmpty() ? CompletableFuture.failedFuture(thrown) : done();
        }

        private CompletionStage<List<Claim>> look(int offset, int count) {
            if (found.size() >= limit || pages++ >= MAX_PAGES) {
                return CompletableFuture.completedFuture(List.copyOf(found));
            }
            return peeker.page(offset, count, document -> ours(document, known))
                    .thenCompose(page -> take(page).thenCompose(taken -> onward(page, offset, count, taken)));
        }

        private CompletionStage<List<Claim>> onward(Peeker.Page page, int offset, int count, int taken) {
            if (page.epoch() != routes.epoch()) {
                return routes.refresh().thenApply(epoch -> List.copyOf(found));
            }
            int next = offset + count - taken;
            if (page.last()) {
                cursor.set(0);
                return offset == 0 || !found.isEmpty() ? done() : look(0, count);
            }
            int from = pages == 1 ? Math.max(next, cursor.get()) : next;
            cursor.set(from);
            return look(from, PAGE);
        }

        private CompletionStage<List<Claim>> done() {
            return CompletableFuture.completedFuture(List.copyOf(found));
        }

        private CompletionStage<Integer> take(Peeker.Page page) {
            int missing = Math.max(0, limit - found.size());
            List<Candidate> some = page.candidates().stream().limit(missing).toList();
            List<Candidate> aged = some.stream().filter(Candidate::head).toList();
            List<Candidate> rest =
                    some.stream().filter(candidate -> !candidate.head()).toList();
            return heads.reserve(aged)
                    .thenCompose(reserved -> claim(rest, true).thenApply(claims -> {
                        found.addAll(claims);
                        return claims.size();
                    }));
        }
    }

    private CompletionStage<List<Claim>> claim(List<Candidate> candidates, boolean again) {
        if (candidates.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        long at = redis.clock().micros();
        List<JobDocument> documents = new ArrayList<>();
        List<String> args = new ArrayList<>(List.of(
                options.workerId().toString(),
                options.leaseMicros(),
                LegacyQueueOptions.micros(options.skew()),
                Integer.toString(options.headRoom()),
                Long.toString(at)));
        for (Candidate candidate : candidates) {
            JobDocument processing = started(candidate.document(), RedisClock.instant(at));
            documents.add(processing);
            args.addAll(List.of(
                    candidate.id(), candidate.version(), processing.json(), candidate.recurring(), candidate.task()));
        }
        return redis.run(LegacyScript.CLAIM, args).thenCompose(reply -> {
            boolean clockOff = reply.number(FIRST) == Codes.CLOCK_OFF;
            return clockOff && again
                    ? claim(candidates, false)
                    : CompletableFuture.completedFuture(read(reply, documents));
        });
    }

    private JobDocument started(JobDocument document, Instant at) {
        return document.processing(at, options.workerId().toString(), options.workerName());
    }

    private List<Claim> read(Reply reply, List<JobDocument> documents) {
        List<Claim> claims = new ArrayList<>();
        int lost = 0;
        for (int i = 0; i < documents.size(); i++) {
            long code = reply.number(FIRST + FIELDS * i);
            long token = reply.number(FIRST + FIELDS * i + 1);
            long crashes = reply.number(FIRST + FIELDS * i + 2);
            if (code == Codes.DONE) {
                claims.add(held.take(documents.get(i), token, crashes, options.lease(), reply.number(1)));
            }
            lost += code == Codes.LOST ? 1 : 0;
        }
        crowded = 2 * lost > documents.size();
        return claims;
    }
}
