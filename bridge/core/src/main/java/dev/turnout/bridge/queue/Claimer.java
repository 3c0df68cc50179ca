// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
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
 * reach: an id at rank R or above cannot be in its hands. Rank, route, cap, pause, age, version and membership are all asked
 * inside the script that claims; what we peeked before is a guess. What we gave up: the last R waiting jobs are the stock
 * pool's, until they have waited for two of its poll intervals; then {@link Heads} takes them by the slow way.
 *
 * <p>What starves: a block of jobs that are not ours at the front. So each search looks at the front first, and then at a
 * bounded number of pages from where the last search ended.
 *
 * <p>What costs: documents that are looked at in vain. A page is as large as the room that the worker has, up to a bound.
 * Where caps or pauses passed jobs over, the next look is only a little larger than what they let through, and goes no
 * further once it has found something.
 */
final class Claimer {
    private static final int MAX_PAGES = 4;
    private static final int SMALLEST_LOOK = 8;

    private final LegacyRoutes routes;
    private final Peeker peeker;
    private final Heads heads;
    private final Taker taker;
    private final AtomicInteger cursor = new AtomicInteger();
    private volatile boolean crowded;
    private volatile int look = Bounds.LARGE_PAGE;

    Claimer(
            LegacyRedis redis,
            LegacyQueueOptions options,
            LegacyRoutes routes,
            Parking parking,
            Heads heads,
            HeldJobs held) {
        this.routes = routes;
        this.peeker = new Peeker(redis, parking, options);
        this.heads = heads;
        this.taker = new Taker(redis, options, held);
    }

    CompletionStage<List<Claim>> claim(Demand demand) {
        Demand.Tally tally = demand.tally();
        return routes.ready()
                .thenCompose(epoch -> heads.settle(tally))
                .thenCompose(settled -> new Search(demand, tally, settled).front());
    }

    /** One call of claim. */
    private final class Search {
        private final Demand.Tally tally;
        private final Set<TaskAddress> tasks;
        private final List<Claim> found;
        private final int pageSize;
        private int pages;
        private int taken;
        private boolean passedOver;

        Search(Demand demand, Demand.Tally tally, List<Claim> settled) {
            this.tally = tally;
            this.tasks = demand.tasks();
            this.found = new ArrayList<>(settled);
            this.pageSize = Math.min(Bounds.LARGE_PAGE, Math.max(Bounds.PAGE, demand.limit()));
        }

        CompletionStage<List<Claim>> front() {
            int count = Math.max(1, Math.min(Math.min(pageSize, look), tally.left()));
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
            if (tally.left() <= 0 || pages++ >= MAX_PAGES) {
                return done();
            }
            return peeker.page(offset, count, this::isOurs)
                    .thenCompose(page -> take(page).thenCompose(gone -> onward(page, offset, gone)));
        }

        private boolean isOurs(JobDocument document) {
            return tally.wants(document.task()) && routes.mayStart(document.task(), new JobId(document.id()));
        }

        private CompletionStage<List<Claim>> onward(Peeker.Page page, int offset, int gone) {
            if (page.epoch() != routes.epoch()) {
                return routes.refresh().thenCompose(epoch -> done());
            }
            if (page.rooms().hasNone(tasks) || passedOver && !found.isEmpty()) {
                return done();
            }
            int next = offset + page.looked() - gone;
            if (page.last()) {
                cursor.set(0);
                return offset == 0 || !found.isEmpty() ? done() : look(0, pageSize);
            }
            int from = pages == 1 ? Math.max(next, cursor.get()) : next;
            cursor.set(from);
            return look(from, pageSize);
        }

        private CompletionStage<List<Claim>> done() {
            look = passedOver ? Math.max(SMALLEST_LOOK, 2 * taken) : Bounds.LARGE_PAGE;
            return CompletableFuture.completedFuture(List.copyOf(found));
        }

        /** Takes what is wanted of a page; gives the number of jobs that are no longer in the queue beyond the heads. */
        private CompletionStage<Integer> take(Peeker.Page page) {
            List<Candidate> aged = new ArrayList<>();
            List<Candidate> rest = new ArrayList<>();
            for (Candidate candidate : page.candidates()) {
                if (!page.rooms().has(candidate.task())) {
                    passedOver = true;
                } else if (tally.take(candidate.task())) {
                    page.rooms().take(candidate.task());
                    (candidate.head() ? aged : rest).add(candidate);
                }
            }
            return heads.reserve(aged).thenCompose(missed -> {
                putBack(missed);
                return taker.take(rest).thenApply(outcome -> count(page, outcome, rest.size()));
            });
        }

        private int count(Peeker.Page page, Taker.Outcome outcome, int asked) {
            found.addAll(outcome.claims());
            taken += outcome.claims().size();
            putBack(outcome.missed());
            outcome.stopped().forEach(page.rooms()::close);
            passedOver = passedOver || !outcome.stopped().isEmpty();
            crowded = crowded || 2 * outcome.lost() > asked;
            return outcome.claims().size();
        }

        private void putBack(List<Candidate> missed) {
            missed.forEach(candidate -> tally.putBack(candidate.task()));
        }
    }
}
