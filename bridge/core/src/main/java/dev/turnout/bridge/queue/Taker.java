// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.queue.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Claims candidates of one page in one script, and says what became of each. */
final class Taker {
    private static final String NOT_FOR_LEGACY = "0";
    private static final int FIRST = 2;
    private static final int FIELDS = 3;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final HeldJobs held;

    Taker(LegacyRedis redis, LegacyQueueOptions options, HeldJobs held) {
        this.redis = redis;
        this.options = options;
        this.held = held;
    }

    CompletionStage<Outcome> take(List<Candidate> candidates) {
        return candidates.isEmpty()
                ? CompletableFuture.completedFuture(new Outcome(List.of(), List.of()))
                : take(candidates, true);
    }

    private CompletionStage<Outcome> take(List<Candidate> candidates, boolean again) {
        long at = redis.clock().micros();
        List<JobDocument> documents = new ArrayList<>();
        List<String> args = new ArrayList<>(List.of(
                Peeker.Pool.ASYNC.word(),
                options.workerId().toString(),
                options.leaseMicros(),
                LegacyQueueOptions.micros(options.skew()),
                Integer.toString(options.headRoom()),
                Long.toString(at),
                NOT_FOR_LEGACY));
        for (Candidate candidate : candidates) {
            JobDocument processing = candidate
                    .document()
                    .processing(RedisClock.instant(at), options.workerId().toString(), options.workerName());
            documents.add(processing);
            args.addAll(List.of(candidate.id(), candidate.version(), processing.json(), candidate.recurring()));
            args.addAll(candidate.place());
        }
        return redis.run(LegacyScript.CLAIM, args)
                .thenCompose(reply -> again && reply.has(Codes.CLOCK_OFF, FIRST, FIELDS)
                        ? take(candidates, false)
                        : CompletableFuture.completedFuture(read(reply, candidates, documents)));
    }

    private Outcome read(Reply reply, List<Candidate> candidates, List<JobDocument> documents) {
        List<Claim> claims = new ArrayList<>();
        List<Candidate> missed = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            long code = reply.number(FIRST + FIELDS * i);
            if (code == Codes.DONE) {
                claims.add(claim(reply, FIRST + FIELDS * i, candidates.get(i), documents.get(i)));
                continue;
            }
            missed.add(candidates.get(i));
        }
        return new Outcome(claims, missed);
    }

    private Claim claim(Reply reply, int at, Candidate candidate, JobDocument document) {
        return held.take(
                document,
                reply.number(at + 1),
                reply.number(at + 2),
                candidate.waited(reply.number(0)),
                options.lease(),
                reply.number(1));
    }

    /**
     * What became of the candidates.
     *
     * @param missed those that are not ours now
     */
    record Outcome(List<Claim> claims, List<Candidate> missed) {}
}
