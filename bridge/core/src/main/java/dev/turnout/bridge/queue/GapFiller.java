// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.RecurringDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs that a gap between two masters has left out.
 *
 * <p>The gap is opened by the script that sees the master change, and begins where the former one may have looked last. It is filled once
 * the master who follows has been there for five polls and 10 s: what it has not made by then it never makes. Then the instances
 * that there are say which runs were made, and filters are asked only of one that can be made now. Of the others, one is left out for good if an earlier instance was on its way when a
 * master may have looked at it, which is JobRunr's own rule. The rest is made, the oldest first, one after the other, never beside one that
 * is on its way.
 *
 * <p>Many workers may do so at once: the script makes a run only if it is later than the last one that was made so, and only as long as
 * the master is the one that was read.
 */
final class GapFiller {
    private static final Logger LOG = LoggerFactory.getLogger(GapFiller.class);
    private static final String WHOLE = "1";
    private static final String PART = "0";
    private static final List<String> DECIDED = List.of("", "", "", "", "", "", "");
    private static final String FIRST_VERSION = "1";
    private static final int FIRST = 1;

    /** Looking through many jobs takes Redis' time: the next look waits ten times as long as the last one took, if that is this much. */
    private static final long NOTABLE_NANOS = 100_000_000;

    private static final int PAUSE = 10;

    /** After so long a look is put off until the next round, which goes on with it. */
    private static final long ROUND_NANOS = 250_000_000;

    private final LegacyRedis redis;
    private final LegacyDocuments documents;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Instances> unfinished = new AtomicReference<>();
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private volatile long looksAgain;

    /** @param documents asks and tells filters of the runs: each is due as soon as it is made */
    GapFiller(LegacyRedis redis, LongSupplier nanos, LegacyDocuments documents) {
        this.redis = redis;
        this.nanos = nanos;
        this.documents = documents;
        this.looksAgain = nanos.getAsLong();
    }

    /** One step: makes the oldest missing run of each job, or closes the gap. Ends with the number of instances. */
    CompletionStage<Integer> fill(Reign reign, Map<RecurringDefinition, Long> jobs) {
        long begun = nanos.getAsLong();
        if (!reign.settled() || begun - looksAgain < 0) {
            return CompletableFuture.completedFuture(0);
        }
        List<String> some = jobs.entrySet().stream()
                .filter(job -> !reign.open(job.getKey(), job.getValue()).isEmpty())
                .map(job -> job.getKey().id())
                .toList();
        if (some.isEmpty() && !reign.ours()) {
            return apply(new Plan(reign));
        }
        long since = reign.gap() - 2 * reign.poll();
        if (reign.kept().compareTo(Duration.ofMillis((reign.now() - since) / 1_000)) < 0) {
            return giveUp(
                    reign, "ended jobs are kept for " + reign.kept() + " only, so nobody can know which were made");
        }
        Instances look = Optional.ofNullable(unfinished.getAndSet(null))
                .filter(begunBefore -> begunBefore.isFor(reign))
                .orElseGet(() -> new Instances(reign.since(), since));
        return look.readOn(redis, some, () -> nanos.getAsLong() - begun >= ROUND_NANOS)
                .thenCompose(whole -> {
                    long took = nanos.getAsLong() - begun;
                    looksAgain = begun + (took < NOTABLE_NANOS ? 0 : PAUSE * took);
                    if (!whole) {
                        return goOnLater(reign, look);
                    }
                    Plan plan = plan(reign, jobs, look);
                    return plan.isDone() || !reign.isHopeless()
                            ? apply(plan)
                            : giveUp(reign, "an earlier instance is still on its way");
                });
    }

    private CompletionStage<Integer> goOnLater(Reign reign, Instances look) {
        if (reign.isHopeless()) {
            return giveUp(reign, "there are too many jobs to see which were made");
        }
        unfinished.set(look);
        return CompletableFuture.completedFuture(0);
    }

    private Plan plan(Reign reign, Map<RecurringDefinition, Long> jobs, Instances found) {
        Plan plan = new Plan(reign);
        jobs.forEach((job, since) -> {
            for (long run : reign.open(job, since)) {
                if (found.has(job.id(), run)) {
                    continue;
                }
                if (found.of(job.id()).stream().noneMatch(life -> reign.isExcusedBy(life, run))) {
                    plan.make(job, run, found.isOnItsWay(job.id()));
                    return;
                }
                plan.excused.add(run);
            }
            if (reign.ours()) {
                found.lastAfter(job.id(), reign.horizon()).ifPresent(run -> plan.decide(job, run));
            }
        });
        return plan;
    }

    private CompletionStage<Integer> apply(Plan plan) {
        List<CompletableFuture<Due>> asked = plan.steps.stream()
                .flatMap(step -> step.instance().stream())
                .map(job -> Due.ask(documents, job, FIRST_VERSION, redis.clock().now())
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenCompose(all ->
                        store(plan, asked.stream().map(CompletableFuture::join).toList()));
    }

    /** By the clock as it is now: filters may have taken their time. */
    private CompletionStage<Integer> store(Plan plan, List<Due> asked) {
        Reign reign = plan.reign;
        if (plan.isTheEnd()) {
            ids.clear();
        }
        Instant at = redis.clock().now();
        List<String> args = new ArrayList<>(List.of(
                Long.toString(RedisClock.micros(at)),
                Long.toString(reign.since()),
                Long.toString(plan.upTo()),
                plan.isTheEnd() ? WHOLE : PART,
                Long.toString(
                        plan.excused.stream().filter(run -> run <= plan.upTo()).count())));
        List<Optional<Due>> jobs = new ArrayList<>();
        Iterator<Due> next = asked.iterator();
        for (Step step : plan.steps) {
            Optional<Due> job = step.instance().map(made -> next.next());
            jobs.add(job);
            args.addAll(List.of(
                    step.definition().id(),
                    Long.toString(step.run()),
                    Long.toString(step.definition().createdMillis())));
            args.addAll(job.map(due -> due.args(at)).orElse(DECIDED));
        }
        return redis.run(LegacyScript.FILL, args).thenApply(reply -> {
            int made = 0;
            for (int i = FIRST; i < reply.size(); i++) {
                Optional<Due> job = jobs.get(i - FIRST);
                if (reply.number(i) == Codes.DONE && job.isPresent()) {
                    made++;
                    job.get().tell(documents);
                    tell(job.get().job());
                }
            }
            return made;
        });
    }

    private static void tell(JobDocument job) {
        LOG.info(
                "The run of the recurring job {} at {} was made by no master, and is made now, by {}.",
                job.recurringId().orElse(""),
                job.runMicros().map(RedisClock::instant).orElse(null),
                job.id());
    }

    private CompletionStage<Integer> giveUp(Reign reign, String why) {
        LOG.warn(
                "TURNOUT-0418 runs of recurring jobs that fell due between {} and {} may have been made by no master, and were not made"
                        + " up for: {}. Look which are missing and trigger them by hand.",
                RedisClock.instant(reign.gap()),
                RedisClock.instant(reign.horizon()),
                why);
        return apply(new Plan(reign).endsHere());
    }

    /** What one step does. */
    private final class Plan {
        private final Reign reign;
        private final List<Step> steps = new ArrayList<>();
        private final List<Long> excused = new ArrayList<>();
        private boolean hopeless;
        private boolean waiting;
        private long earliest = Long.MAX_VALUE;

        Plan(Reign reign) {
            this.reign = reign;
        }

        /** Only what can be made is made, so that filters are asked of nothing else; one keeps its id if it cannot, after all. */
        void make(RecurringDefinition job, long run, boolean waits) {
            earliest = Math.min(earliest, run);
            waiting |= waits;
            if (!waits) {
                String id = ids.computeIfAbsent(
                        run + " " + job.id(), none -> UUID.randomUUID().toString());
                steps.add(new Step(
                        job, run, Optional.of(job.instance(id, redis.clock().now(), RedisClock.instant(run)))));
            }
        }

        void decide(RecurringDefinition job, long run) {
            steps.add(new Step(job, run, Optional.empty()));
        }

        /** Up to when nothing is missing; the next look begins there. */
        long upTo() {
            return Math.min(earliest - 1, reign.horizon());
        }

        /** Closes the gap whatever is missing. */
        Plan endsHere() {
            hopeless = true;
            return this;
        }

        boolean isTheEnd() {
            return hopeless || isDone() && reign.isWhole();
        }

        boolean isDone() {
            return !waiting && steps.stream().allMatch(step -> step.instance().isEmpty());
        }
    }

    /** A run that is made, or, without an instance, counted as seen to. */
    private record Step(RecurringDefinition definition, long run, Optional<JobDocument> instance) {}
}
