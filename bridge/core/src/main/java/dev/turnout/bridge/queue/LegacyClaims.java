// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.redis.RedisFault;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims on JobRunr's layout. */
final class LegacyClaims implements Claims {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyClaims.class);
    private static final int RENEWALS_A_CALL = 500;
    private static final int CLOCK_TRIES = 3;

    /** {@link Claimer} looks at four pages, the first of which may be small. */
    private static final int LOOKED_AT = 2 * Bounds.PAGE;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final HeldJobs held;
    private final Claimer claimer;
    private final Parking parking;
    private final Pulse pulse;
    private final Batch ends;
    private final LegacyDocuments documents;
    private final Executor filters;
    private final Set<TaskAddress> known = ConcurrentHashMap.newKeySet();
    private volatile Set<TaskAddress> told = Set.of();

    LegacyClaims(
            LegacyRedis redis,
            LegacyQueueOptions options,
            HeldJobs held,
            Claimer claimer,
            Parking parking,
            Pulse pulse,
            LegacyDocuments documents,
            Executor filters) {
        this.pulse = pulse;
        this.documents = documents;
        this.filters = filters;
        this.redis = redis;
        this.options = options;
        this.held = held;
        this.claimer = claimer;
        this.parking = parking;
        this.ends = new Batch(redis, LegacyScript.FINISH, options.workerId().toString());
    }

    @Override
    public CompletionStage<List<Claim>> claim(Demand demand) {
        tell(demand.tasks());
        if (demand.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return claimer.claim(demand)
                .thenApply(claims -> {
                    pulse.claimed(claims.size());
                    return claims;
                })
                .exceptionallyCompose(LegacyClaims::noneIfRedisIsSilent);
    }

    private static CompletionStage<List<Claim>> noneIfRedisIsSilent(Throwable thrown) {
        if (Stages.unwrap(thrown) instanceof RedisFault fault) {
            LOG.warn("Nothing was claimed: {}", fault.getMessage());
            return CompletableFuture.completedFuture(List.of());
        }
        return CompletableFuture.failedFuture(thrown);
    }

    @Override
    public int looksAt() {
        return LOOKED_AT;
    }

    /** A switch asks which tasks live workers know; one whose lane is full just now is known all the same. */
    private void tell(Set<TaskAddress> wanted) {
        known.addAll(wanted);
        if (known.equals(told)) {
            return;
        }
        told = Set.copyOf(known);
        List<String> args = new ArrayList<>(List.of(options.workerId().toString()));
        told.forEach(task -> {
            args.add(task.toString());
            args.add(String.join("; ", documents.unfit(task)));
        });
        redis.run(LegacyScript.KNOW, args).exceptionally(thrown -> {
            told = Set.of();
            return new Reply(List.of());
        });
    }

    /** We were off the lists for a while: say again what we know. */
    void forgetTold() {
        told = Set.of();
    }

    @Override
    public CompletionStage<List<Answer>> renew(List<Claim> claims) {
        CompletionStage<List<Answer>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (int from = 0; from < claims.size(); from += RENEWALS_A_CALL) {
            List<Claim> some = claims.subList(from, Math.min(from + RENEWALS_A_CALL, claims.size()));
            all = all.thenCombine(renewSome(some), (before, answers) -> {
                before.addAll(answers);
                return before;
            });
        }
        return all;
    }

    private CompletionStage<List<Answer>> renewSome(List<Claim> claims) {
        List<String> args = new ArrayList<>(List.of(options.workerId().toString(), options.leaseMicros()));
        for (Claim claim : claims) {
            args.add(claim.id().value());
            args.add(Long.toString(claim.token()));
            args.add(held.of(claim).flatMap(job -> job.document().recurringId()).orElse(""));
        }
        return redis.run(LegacyScript.RENEW, args).handle((reply, thrown) -> {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < claims.size(); i++) {
                answers.add(
                        thrown == null
                                ? renewed(claims.get(i), reply.number(i + 1))
                                : new Answer.Indeterminate(RedisFault.classify(thrown)));
            }
            return answers;
        });
    }

    private Answer renewed(Claim claim, long code) {
        if (code == Codes.DONE) {
            return new Answer.Committed();
        }
        // an end that is under way may have been stored already; then its own answer counts
        return code == Codes.ALREADY_FINAL ? new Answer.AlreadyFinal() : new Answer.LostClaim();
    }

    @Override
    public CompletionStage<Answer> complete(Claim claim) {
        return end(claim, "complete", Ends::succeeded, JobDocument::succeeded);
    }

    @Override
    public CompletionStage<Answer> fail(Claim claim, Failure failure) {
        return end(
                claim, "fail", ends -> ends.failed(failure), (document, at) -> Retries.failed(document, failure, at));
    }

    @Override
    public CompletionStage<Answer> release(Claim claim) {
        return end(claim, "release", document -> document.enqueued(redis.clock().now()));
    }

    /**
     * The document becomes what it was before the claim: one that is offered every minute must not grow. Its place is the end
     * of the queue: put in before others, it would raise their ranks, and the head-room stands on ranks that only fall.
     */
    @Override
    public CompletionStage<Answer> park(Claim claim, String reason) {
        parking.park(claim.id().value(), reason);
        return end(
                claim,
                "park",
                JobDocument::withdrawn,
                withdrawn -> redis.clock().micros());
    }

    @Override
    public void forget(Claim claim) {
        held.forget(claim);
    }

    @Override
    public CompletionStage<Answer> note(Claim claim, Map<String, JsonNode> metadata) {
        return held.of(claim)
                .map(job -> job.inTurn(() -> noteNow(job, metadata)))
                .orElseGet(() -> CompletableFuture.completedFuture(held.answerFor(claim)));
    }

    private CompletionStage<Answer> noteNow(Held job, Map<String, JsonNode> metadata) {
        String change = "note " + metadata;
        return afterUnanswered(
                job, change, () -> send(job, job.attemptNote(change, document -> document.noted(metadata))));
    }

    /**
     * Goes on with {@code next} once the note before it has its answer. Such a note may be stored, and the version raised:
     * whatever is built beside it would be refused as if the claim were lost.
     */
    private CompletionStage<Answer> afterUnanswered(Held job, String change, Supplier<CompletionStage<Answer>> next) {
        if (held.of(job.claim()).isEmpty()) {
            return CompletableFuture.completedFuture(held.answerFor(job.claim()));
        }
        return job.unansweredNote(change)
                .map(note -> send(job, note)
                        .thenCompose(answer -> answer instanceof Answer.Committed
                                ? next.get()
                                : CompletableFuture.completedFuture(answer)))
                .orElseGet(next);
    }

    private CompletionStage<Answer> send(Held job, JobDocument noted) {
        Claim claim = job.claim();
        return redis.run(
                        LegacyScript.NOTE,
                        options.workerId().toString(),
                        claim.id().value(),
                        Long.toString(claim.token()),
                        Integer.toString(job.document().version()),
                        noted.json())
                .handle((reply, thrown) -> {
                    if (thrown != null) {
                        return new Answer.Indeterminate(RedisFault.classify(thrown));
                    }
                    if (reply.number(1) == Codes.DONE) {
                        job.stored(noted);
                        return new Answer.Committed();
                    }
                    return lost(claim);
                });
    }

    private CompletionStage<Answer> end(Claim claim, String how, Function<JobDocument, JobDocument> change) {
        return end(claim, how, change, JobDocument::updatedMicros);
    }

    /**
     * An end about which the framework may have a say.
     *
     * @param decide what the framework makes of it; called once or more, off the link's threads
     * @param own what the layout makes of it
     */
    private CompletionStage<Answer> end(
            Claim claim,
            String how,
            Function<Ends, Ends.Decision> decide,
            BiFunction<JobDocument, Instant, JobDocument> own) {
        Optional<Ends> ends = held.of(claim).flatMap(Held::ends);
        if (ends.isEmpty()) {
            return end(claim, how, document -> own.apply(document, redis.clock().now()));
        }
        return CompletableFuture.supplyAsync(() -> Optional.of(decide.apply(ends.get())), filters)
                .exceptionally(thrown -> {
                    notDecided(claim, thrown);
                    return Optional.empty();
                })
                .thenCompose(said -> end(
                        claim,
                        how,
                        document ->
                                ended(claim, document, said, own, redis.clock().now())))
                .thenCompose(answer -> heard(claim, ends.get(), answer));
    }

    private static JobDocument ended(
            Claim claim,
            JobDocument document,
            Optional<Ends.Decision> said,
            BiFunction<JobDocument, Instant, JobDocument> own,
            Instant at) {
        if (said.isPresent()) {
            Ends.Decision decision = said.get();
            try {
                return document.endedAs(decision.json(), at, decision.delay(), decision.gone());
            } catch (UnreadableDocument unreadable) {
                notDecided(claim, unreadable);
            }
        }
        return own.apply(document, at);
    }

    private static void notDecided(Claim claim, Throwable why) {
        LOG.warn(
                "TURNOUT-0670 job {}: its end could not be decided by the application's filters; the layout's own rules"
                        + " decided it. Look at the cause.",
                claim.id(),
                why);
    }

    /** Lets the filters hear of a stored end, before the run counts as over. */
    private CompletionStage<Answer> heard(Claim claim, Ends ends, Answer answer) {
        if (!(answer instanceof Answer.Committed)) {
            return CompletableFuture.completedFuture(answer);
        }
        return CompletableFuture.runAsync(ends::stored, filters).handle((done, thrown) -> {
            if (thrown != null) {
                LOG.warn(
                        "TURNOUT-0671 job {}: its end is stored, but not all filters have heard of it.",
                        claim.id(),
                        thrown);
            }
            return answer;
        });
    }

    private CompletionStage<Answer> end(
            Claim claim, String how, Function<JobDocument, JobDocument> make, ToLongFunction<JobDocument> time) {
        Optional<Held> job = held.of(claim);
        Change change = new Change(how, make, time);
        return job.isPresent()
                ? job.get().inTurn(() -> afterUnanswered(job.get(), how, () -> endNow(job.get(), change, CLOCK_TRIES)))
                : CompletableFuture.completedFuture(held.answerFor(claim));
    }

    private CompletionStage<Answer> endNow(Held job, Change change, int triesLeft) {
        Claim claim = job.claim();
        String before = Integer.toString(job.document().version());
        JobDocument ended = job.attempt(change.how(), change.make());
        long updated = change.time().applyAsLong(ended);
        return ends.add(List.of(
                        claim.id().value(),
                        Long.toString(claim.token()),
                        before,
                        ended.json(),
                        ended.state().name(),
                        Long.toString(updated),
                        ended.dueMicros().orElse(0L).toString(),
                        ended.recurringId().orElse(""),
                        Long.toString(updated)))
                .handle((code, thrown) -> {
                    if (thrown != null) {
                        return CompletableFuture.<Answer>completedFuture(
                                new Answer.Indeterminate(RedisFault.classify(thrown)));
                    }
                    if (code == Codes.CLOCK_OFF) {
                        job.discardAttempt();
                        return triesLeft > 0
                                ? endNow(job, change, triesLeft - 1)
                                : CompletableFuture.<Answer>completedFuture(new Answer.Indeterminate(
                                        new ClockRefused(claim.id().value(), "ended")));
                    }
                    return CompletableFuture.completedFuture(ended(claim, code, ended.state()));
                })
                .thenCompose(Function.identity());
    }

    private Answer ended(Claim claim, long code, StateName to) {
        if (code == Codes.DONE) {
            boolean again = to == StateName.ENQUEUED || to == StateName.SCHEDULED;
            held.end(claim, again ? new Answer.LostClaim() : new Answer.AlreadyFinal());
            return new Answer.Committed(again);
        }
        if (code == Codes.ALREADY_FINAL) {
            held.end(claim, new Answer.AlreadyFinal());
            return new Answer.AlreadyFinal();
        }
        return lost(claim);
    }

    private Answer lost(Claim claim) {
        held.end(claim, new Answer.LostClaim());
        return new Answer.LostClaim();
    }

    /**
     * The end of a claim.
     *
     * @param how its name; the same end asked again is the same text
     * @param make what it makes of the document
     * @param time its moment in µs, which becomes the job's score
     */
    private record Change(String how, Function<JobDocument, JobDocument> make, ToLongFunction<JobDocument> time) {}
}
