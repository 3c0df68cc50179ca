// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.NewDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Form;
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
    private final Form form;
    private final String who;

    /** @param who cancels jobs; kept in the audit */
    LegacyDoor(LegacyRedis redis, Backlogs backlogs, Form form, String who) {
        this.redis = redis;
        this.backlogs = backlogs;
        this.form = form;
        this.who = who;
    }

    /** The same door, in the hand of {@code other}. */
    LegacyDoor usedBy(String other) {
        return new LegacyDoor(redis, backlogs, form, other);
    }

    /**
     * Fails with {@link RedisFault} if no answer came, and with TURNOUT-0324 if Redis kept refusing our time; asking again
     * with the same id puts the job in at most once.
     */
    @Override
    public CompletionStage<Boolean> insert(NewJob job) {
        return insertAll(List.of(job)).thenApply(added -> added.get(0));
    }

    /** One script for up to {@value Bounds#LARGE_PAGE} jobs or 1 MiB of documents, one after the other. Fails as {@link #insert}. */
    @Override
    public CompletionStage<List<Boolean>> insertAll(List<NewJob> jobs) {
        return insertFrom(jobs, new ArrayList<>(), TRIES);
    }

    @Override
    public Form form() {
        return form;
    }

    private CompletionStage<List<Boolean>> insertFrom(List<NewJob> jobs, List<Boolean> added, int triesLeft) {
        if (added.size() == jobs.size()) {
            return CompletableFuture.completedFuture(added);
        }
        List<String> args = nextCall(jobs.subList(added.size(), jobs.size()));
        return redis.run(LegacyScript.INSERT, args).thenCompose(reply -> {
            if (!reply.has(Codes.CLOCK_OFF, 1, 1)) {
                for (int at = 1; at < reply.size(); at++) {
                    added.add(reply.number(at) == Codes.DONE);
                }
                return insertFrom(jobs, added, TRIES);
            }
            return triesLeft > 0
                    ? insertFrom(jobs, added, triesLeft - 1)
                    : CompletableFuture.failedFuture(
                            new ClockRefused(jobs.get(added.size()).id().value(), "put in"));
        });
    }

    /** As many of {@code jobs} as one call should have, and at least one. */
    private List<String> nextCall(List<NewJob> jobs) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of(Long.toString(at)));
        int chars = 0;
        for (int next = 0; next < jobs.size() && next < Bounds.LARGE_PAGE && chars < Bounds.CHARS; next++) {
            JobDocument document = NewDocument.of(jobs.get(next), RedisClock.instant(at));
            String json = document.json();
            chars += json.length();
            args.addAll(List.of(
                    document.id(),
                    json,
                    document.state().name(),
                    Long.toString(document.updatedMicros()),
                    document.dueMicros().orElse(0L).toString(),
                    document.recurringId().orElse(""),
                    document.task().toString(),
                    Long.toString(document.agesFromMicros())));
        }
        return args;
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
