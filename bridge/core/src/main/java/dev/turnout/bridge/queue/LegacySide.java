// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.queue.Peeker.Page;
import dev.turnout.bridge.queue.Peeker.Pool;
import dev.turnout.bridge.queue.Peeker.Seen;
import dev.turnout.bridge.wire.JobDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The legacy pool's way of claiming in one script, for a storage provider of ours under JobRunr's own servers: jobs whose route is
 * legacy, oldest first, and those whose document we cannot read. Whatever the async pool asks before a claim is asked here too:
 * version, route, head-room while an unmarked server lives, clock skew, the minimum age. A job that is taken has no lease and
 * counts for no cap; it is a legacy server's from then on.
 *
 * <p>Safe for use by several threads; nothing blocks. Stages fail with a fault of the link if Redis gave no answer; what had been
 * looked at is found again after half a second.
 */
public final class LegacySide {
    private static final int MAX_LOOKS = 8;
    private static final int SORTED_A_LOOK = Bounds.SORTED;
    private static final int FIRST = 2;
    private static final int FIELDS = 3;
    private static final String SKEW = "250000";
    private static final int BY_SERVERS = -1;
    private static final String NONE = "0";

    private final LegacyRedis redis;
    private final LegacyRoutes routes;
    private final Peeker peeker;
    private final Enlister enlister;

    private LegacySide(LegacyRedis redis) {
        this.redis = redis;
        this.routes = new LegacyRoutes(redis, table -> CompletableFuture.completedFuture(null));
        this.peeker = new Peeker(redis, new Parking(redis, System::nanoTime), BY_SERVERS, SKEW);
        this.enlister = new Enlister(redis);
    }

    /** The legacy side of the queue that {@code redis} is. */
    public static LegacySide over(LegacyRedis redis) {
        return new LegacySide(redis);
    }

    /** Redis' time as last read, carried on: what belongs into a document. */
    public Instant now() {
        return redis.clock().now();
    }

    /**
     * Up to {@code most} jobs that the legacy pool may claim now. They are marked as looked at, so that no other server reads them
     * too, until they are taken, or for half a second. A call sorts a bounded number of new jobs; {@link Look#more()} says that it is
     * worth while to look again at once.
     *
     * @param most at least 1
     * @param passed ids and versions of jobs that are passed over, because the caller cannot read them; they are not marked
     */
    public CompletionStage<Look> look(int most, Map<String, String> passed) {
        return new Search(most, Map.copyOf(passed)).next();
    }

    /**
     * Claims jobs that {@link #look} gave, each with the document that says so: the version one higher, a Processing appended, its
     * times no more than a second off Redis' clock.
     *
     * @param cleared the time of the look if these are all that it found and nothing else is ripe: other servers that were woken for
     *     what was there then hear of it, and do not look; 0 if it is not so
     * @return whether each was claimed, in the same order; nothing was changed of one that was not
     */
    public CompletionStage<List<Boolean>> take(List<Taking> jobs, long cleared) {
        if (jobs.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<String> args = new ArrayList<>(List.of(
                Pool.LEGACY.word(),
                "",
                NONE,
                SKEW,
                Integer.toString(BY_SERVERS),
                Long.toString(redis.clock().micros()),
                Long.toString(cleared)));
        for (Taking job : jobs) {
            Waiting waiting = job.job();
            args.addAll(List.of(waiting.id(), waiting.version(), job.body(), waiting.recurringId()));
            args.addAll(waiting.place());
        }
        return redis.run(LegacyScript.CLAIM, args).thenApply(reply -> {
            List<Boolean> taken = new ArrayList<>();
            for (int i = 0; i < jobs.size(); i++) {
                taken.add(reply.number(FIRST + FIELDS * i) == Codes.DONE);
            }
            return taken;
        });
    }

    /**
     * A job that the legacy pool may claim.
     *
     * @param version of the document and its key, in digits
     * @param body the document as stored
     * @param recurringId the recurring job that it is an instance of; empty for none
     * @param place task, key, what the key says, and time of creation, as the claim asks for them
     */
    public record Waiting(String id, String version, String body, String recurringId, List<String> place) {
        public Waiting {
            place = List.copyOf(place);
        }
    }

    /**
     * A job to be claimed.
     *
     * @param body its document as claimed
     */
    public record Taking(Waiting job, String body) {}

    /**
     * What one call found.
     *
     * @param at Redis' time at its end, in µs
     * @param more whether jobs wait that nobody has sorted yet, so that another call is worth while at once
     * @param next µs until another job can be claimed, as far as is known; -1 for none
     * @param age how old a job must be to be claimed, in µs
     */
    public record Look(List<Waiting> jobs, long at, boolean more, long next, long age) {
        public Look {
            jobs = List.copyOf(jobs);
        }
    }

    /** One call of look. */
    private final class Search {
        private final List<Waiting> found = new ArrayList<>();
        private final int most;
        private final Map<String, String> passed;
        private int looks;

        Search(int most, Map<String, String> passed) {
            this.most = most;
            this.passed = passed;
        }

        CompletionStage<Look> next() {
            int count = most - found.size();
            int fresh = looks == 0 ? count : SORTED_A_LOOK;
            return peeker.lookPast(passed, count, fresh)
                    .thenCompose(page -> routes.at(page.epoch()).thenCompose(epoch -> choose(page)))
                    .thenCompose(page -> {
                        boolean full = page.sorted() >= count || page.seen().size() - page.sorted() >= fresh;
                        boolean more = found.size() < most && (page.more() || full);
                        return more && ++looks < MAX_LOOKS
                                ? next()
                                : CompletableFuture.completedFuture(end(page, more));
                    });
        }

        private Look end(Page page, boolean more) {
            long next = page.next() < 0 ? Long.MAX_VALUE : page.next();
            for (Seen job : page.seen()) {
                if (job.near()
                        && job.document().filter(one -> !routes.mayStart(one)).isPresent()) {
                    long left = page.left(job.document().orElseThrow());
                    next = left > 0 ? Math.min(next, left) : next;
                }
            }
            return new Look(found, page.now(), more, next == Long.MAX_VALUE ? -1 : next, page.age());
        }

        private CompletionStage<Page> choose(Page page) {
            RouteTable table = routes.table();
            List<Seen> others = new ArrayList<>();
            for (Seen job : page.seen()) {
                if (found.size() < most && job.near() && isOurs(job, page) && !isPassed(job)) {
                    found.add(waiting(job, table));
                } else {
                    others.add(job);
                }
            }
            return enlister.enlist(others, table).thenApply(done -> page);
        }

        private boolean isPassed(Seen job) {
            return job.version().equals(passed.get(job.id()));
        }

        private boolean isOurs(Seen job, Page page) {
            return job.document()
                    .map(document -> page.isRipe(document) && !routes.mayStart(document))
                    .orElse(!job.fresh()); // nobody of us can read it: it goes into the index first, with its age
        }

        private Waiting waiting(Seen job, RouteTable table) {
            JobDocument document = job.document().orElse(null);
            if (document == null) {
                return new Waiting(job.id(), job.version(), job.body(), "", enlister.unreadable(job.score()));
            }
            Route route = table.of(document.task());
            return new Waiting(
                    job.id(),
                    job.version(),
                    job.body(),
                    document.recurringId().orElse(""),
                    Candidate.place(document, route));
        }
    }
}
