// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.queue.Peeker.Page;
import dev.turnout.bridge.queue.Peeker.Pool;
import dev.turnout.bridge.queue.Peeker.Seen;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Takes jobs beside stock servers.
 *
 * <p>What races: a stock server reads the first ids of the queue, then each document, then claims one by one; if it finds
 * one of them PROCESSING already, it runs the others without having claimed them. So while one lives we stay behind its
 * reach: an id at rank R or above cannot be in its hands. Rank, route, cap, pause, age, version and membership are all asked
 * inside the script that claims; what we peeked before is a guess. What we gave up: the last R waiting jobs are the stock
 * pool's, until they have waited for two of its poll intervals; then {@link Heads} takes them by the slow way.
 *
 * <p>What starves: a block of jobs that are not ours at the front. The queue knows ids only, so each new document is read once,
 * by one of all workers, and what is not claimed at once is entered into an index by task. A look gives what the index has of
 * our tasks, and new jobs; further looks follow while they find more than was taken, for a bounded number.
 */
final class Claimer {
    private static final int MAX_LOOKS = 8;
    private static final int SORTED_A_LOOK = Bounds.SORTED;
    private static final long AT_ONCE = 0;

    private final LegacyRoutes routes;
    private final Peeker peeker;
    private final Parking parking;
    private final Enlister enlister;
    private final Heads heads;
    private final Taker taker;
    private final LongConsumer wakeIn;

    /** @param wakeIn is told after how many µs somebody should claim again */
    Claimer(
            LegacyRedis redis,
            LegacyQueueOptions options,
            LegacyRoutes routes,
            Parking parking,
            Heads heads,
            HeldJobs held,
            LongConsumer wakeIn) {
        this.routes = routes;
        this.peeker = new Peeker(redis, parking, options);
        this.parking = parking;
        this.enlister = new Enlister(redis);
        this.heads = heads;
        this.taker = new Taker(redis, options, held);
        this.wakeIn = wakeIn;
    }

    CompletionStage<List<Claim>> claim(Demand demand) {
        Demand.Tally tally = demand.tally();
        return routes.ready()
                .thenCompose(epoch -> heads.settle(tally))
                .thenCompose(settled -> new Search(demand, tally, settled).first());
    }

    /** One call of claim. */
    private final class Search {
        private final Demand.Tally tally;
        private final Set<TaskAddress> tasks;
        private final List<Claim> found;
        private final int pageSize;
        private int looks;

        Search(Demand demand, Demand.Tally tally, List<Claim> settled) {
            this.tally = tally;
            this.tasks = demand.tasks();
            this.found = new ArrayList<>(settled);
            this.pageSize = Math.min(Bounds.LARGE_PAGE, Math.max(Bounds.PAGE, demand.limit()));
        }

        CompletionStage<List<Claim>> first() {
            int count = Math.max(1, Math.min(pageSize, tally.left()));
            return look(count, count).exceptionallyCompose(this::keepFound);
        }

        /** What was claimed before Redis fell silent is ours all the same. */
        private CompletionStage<List<Claim>> keepFound(Throwable thrown) {
            return found.isEmpty() ? CompletableFuture.failedFuture(thrown) : done();
        }

        private CompletionStage<List<Claim>> look(int count, int fresh) {
            if (tally.left() <= 0) {
                return done();
            }
            if (looks++ >= MAX_LOOKS) {
                wakeIn.accept(AT_ONCE);
                return done();
            }
            return peeker.look(Pool.ASYNC, count, fresh, wanted())
                    .thenCompose(page -> routes.at(page.epoch())
                            .thenCompose(epoch -> take(page))
                            .thenCompose(taken -> onward(page, count, fresh)));
        }

        /** Without those whose lane has become full: their jobs would be shown before all that are younger, look after look. */
        private List<TaskAddress> wanted() {
            return tasks.stream().filter(tally::wants).toList();
        }

        private CompletionStage<List<Claim>> onward(Page page, int count, int fresh) {
            boolean full = page.sorted() >= count || page.seen().size() - page.sorted() >= fresh;
            if (tally.left() > 0 && (page.more() || full)) {
                return look(Math.max(1, Math.min(pageSize, tally.left())), SORTED_A_LOOK);
            }
            if (tally.left() > 0) {
                wake(page);
            }
            return done();
        }

        private void wake(Page page) {
            long next = page.next() < 0 ? Long.MAX_VALUE : page.next();
            for (Seen job : page.seen()) {
                if (job.near() && job.document().filter(this::isOurs).isPresent()) {
                    long left = page.left(job.document().get());
                    next = left > 0 ? Math.min(next, left) : next;
                }
            }
            if (next < Long.MAX_VALUE) {
                wakeIn.accept(next);
            }
        }

        private boolean isOurs(JobDocument document) {
            return tally.wants(document.task()) && routes.mayStart(document);
        }

        private CompletionStage<List<Claim>> done() {
            return CompletableFuture.completedFuture(List.copyOf(found));
        }

        /** Takes what is wanted of a page, and enlists what is new otherwise. */
        private CompletionStage<Void> take(Page page) {
            List<Candidate> aged = new ArrayList<>();
            List<Candidate> rest = new ArrayList<>();
            List<Seen> others = new ArrayList<>();
            for (Seen job : page.seen()) {
                if (!choose(job, page)) {
                    // one that is enlisted and parked by us stays marked for a while, out of the way of this search
                    if (job.fresh() || job.document().isEmpty() || !parking.holds(job.id())) {
                        others.add(job);
                    }
                    continue;
                }
                JobDocument document = job.document().orElseThrow();
                (job.head() ? aged : rest)
                        .add(new Candidate(document, routes.table().of(document.task()), job.head()));
            }
            CompletionStage<Void> enlisted = enlister.enlist(others, routes.table());
            Map<String, Seen> byId =
                    page.seen().stream().collect(Collectors.toMap(Seen::id, job -> job, (one, two) -> one));
            return heads.reserve(aged)
                    .thenCompose(missed -> {
                        putBack(missed);
                        return taker.take(rest).thenCompose(outcome -> {
                            found.addAll(outcome.claims());
                            putBack(outcome.missed());
                            List<Seen> again = new ArrayList<>();
                            missed.forEach(one -> again.add(byId.get(one.id())));
                            outcome.missed().forEach(one -> again.add(byId.get(one.id())));
                            return enlister.enlist(again, routes.table());
                        });
                    })
                    .thenCombine(enlisted, (one, two) -> two);
        }

        private boolean choose(Seen job, Page page) {
            JobDocument document = job.document().orElse(null);
            if (document == null || !job.near() || parking.holds(job.id()) || !page.isRipe(document)) {
                return false;
            }
            if (!page.rooms().has(document.task()) || !routes.mayStart(document) || !tally.take(document.task())) {
                return false;
            }
            page.rooms().take(document.task());
            return true;
        }

        private void putBack(List<Candidate> missed) {
            missed.forEach(candidate -> tally.putBack(candidate.task()));
        }
    }
}
