// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.NewDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.redis.RedisFault;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The way into JobRunr's layout: what comes in here, both pools can run. */
final class LegacyDoor implements Door {
    private static final int TRIES = 5;

    private static final String RESERVED = "1";

    private final LegacyRedis redis;
    private final Backlogs backlogs;
    private final String who;

    /** @param who cancels jobs; kept in the audit */
    LegacyDoor(LegacyRedis redis, Backlogs backlogs, String who) {
        this.redis = redis;
        this.backlogs = backlogs;
        this.who = who;
    }

    /** The same door, in the hand of {@code other}. */
    LegacyDoor usedBy(String other) {
        return new LegacyDoor(redis, backlogs, other);
    }

    /**
     * Fails with {@link RedisFault} if no answer came, and with TURNOUT-0324 if Redis kept refusing our time; asking again
     * with the same id puts the job in at most once.
     */
    @Override
    public CompletionStage<Boolean> insert(NewJob job) {
        return insert(job, TRIES);
    }

    private CompletionStage<Boolean> insert(NewJob job, int triesLeft) {
        long at = redis.clock().micros();
        JobDocument document = NewDocument.of(job, RedisClock.instant(at));
        List<String> args = new ArrayList<>(List.of(Long.toString(at)));
        args.addAll(List.of(
                document.id(),
                document.json(),
                document.state().name(),
                Long.toString(document.updatedMicros()),
                document.dueMicros().orElse(0L).toString(),
                document.recurringId().orElse("")));
        return redis.run(LegacyScript.INSERT, args).thenCompose(reply -> {
            if (reply.number(1) == Codes.CLOCK_OFF) {
                return triesLeft > 0
                        ? insert(job, triesLeft - 1)
                        : CompletableFuture.failedFuture(
                                new ClockRefused(job.id().value(), "put in"));
            }
            return CompletableFuture.completedFuture(reply.number(1) == Codes.DONE);
        });
    }

    @Override
    public CompletionStage<Optional<String>> state(JobId id) {
        return redis.run(LegacyScript.LOOK, id.value())
                .thenApply(reply -> reply.size() > 1 ? Optional.of(reply.text(1)) : Optional.empty());
    }

    @Override
    public CompletionStage<Answer> cancel(JobId id, String why) {
        return cancel(id, why, TRIES).exceptionally(thrown -> new Answer.Indeterminate(RedisFault.classify(thrown)));
    }

    private CompletionStage<Answer> cancel(JobId id, String why, int triesLeft) {
        return redis.run(LegacyScript.LOOK, id.value()).thenCompose(found -> {
            if (found.size() <= 1) {
                return CompletableFuture.completedFuture(new Answer.LostClaim());
            }
            try {
                return cancel(id, why, found.text(2), JobDocument.read(found.text(3)), triesLeft);
            } catch (UnreadableDocument e) {
                return CompletableFuture.failedFuture(new IllegalStateException(
                        "TURNOUT-0322 job " + id + " was not cancelled: its document cannot be read: " + e.getMessage(),
                        e));
            }
        });
    }

    private CompletionStage<Answer> cancel(JobId id, String why, String version, JobDocument document, int triesLeft) {
        long at = redis.clock().micros();
        // the key of a job that is reserved is one version ahead; the script asks whether it is
        JobDocument raised = document.state() == StateName.ENQUEUED ? document.raised() : document;
        boolean apart = raised != document && version.equals(Integer.toString(raised.version()));
        JobDocument current = apart ? raised : document;
        JobDocument cancelled = current.deleted(RedisClock.instant(at), why);
        return redis.run(
                        LegacyScript.CANCEL,
                        Long.toString(at),
                        id.value(),
                        version.equals(Integer.toString(current.version())) ? version : "",
                        cancelled.json(),
                        document.recurringId().orElse(""),
                        apart ? RESERVED : "",
                        document.task().toString(),
                        who,
                        why)
                .thenApply(reply -> reply.number(1))
                .thenCompose(answerOr(id, () -> cancel(id, why, triesLeft - 1), triesLeft));
    }

    @Override
    public CompletionStage<Backlog> backlog(Set<TaskAddress> tasks) {
        return backlogs.of(tasks);
    }

    @Override
    public CompletionStage<List<Parked>> parked(int limit) {
        return redis.run(LegacyScript.PARKED, Integer.toString(limit))
                .thenApply(reply -> reply.pairsFrom(1).entrySet().stream()
                        .map(entry -> new Parked(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Function<Long, CompletionStage<Answer>> answerOr(
            JobId id, java.util.function.Supplier<CompletionStage<Answer>> again, int triesLeft) {
        return code -> {
            if (code == Codes.DONE) {
                return CompletableFuture.completedFuture(new Answer.Committed());
            }
            if (code == Codes.ALREADY_FINAL) {
                return CompletableFuture.completedFuture(new Answer.AlreadyFinal());
            }
            if (triesLeft > 0) {
                return again.get();
            }
            return CompletableFuture.completedFuture(
                    code == Codes.CLOCK_OFF
                            ? new Answer.Indeterminate(new ClockRefused(id.value(), "cancelled"))
                            : new Answer.LostClaim());
        };
    }
}
