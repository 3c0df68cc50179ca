// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.async.AllowBlocking;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs that a stock server might hold in its hands: out of the queue and with a raised version, but with the old
 * document for longer than its fetch takes. It then loses at its own version check, and never meets a PROCESSING that
 * makes it run other jobs unclaimed. Meanwhile JobRunr's dashboard cannot show the job, and only async workers can
 * recover it: any of them puts it back once the reservation has lapsed.
 */
final class Heads {
    private static final Logger LOG = LoggerFactory.getLogger(Heads.class);
    private static final String NO_CRASH = "0";
    private static final int FIRST = 2;
    private static final int FIELDS = 2;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final HeldJobs held;
    private final Runnable wake;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** @param wake called when a reserved job may be settled: somebody should claim */
    Heads(LegacyRedis redis, LegacyQueueOptions options, HeldJobs held, Runnable wake) {
        this.redis = redis;
        this.options = options;
        this.held = held;
        this.wake = wake;
    }

    /** Reserves these; gives those that could not be. */
    CompletionStage<List<Candidate>> reserve(List<Candidate> aged) {
        if (aged.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Duration holds = options.lease().plus(options.settleAfter());
        List<String> args = new ArrayList<>(List.of(
                options.workerId().toString(), LegacyQueueOptions.micros(holds), Integer.toString(options.headRoom())));
        aged.forEach(candidate -> {
            args.addAll(List.of(candidate.id(), candidate.version()));
            args.addAll(candidate.place());
        });
        return redis.run(LegacyScript.RESERVE, args).thenApply(reply -> keep(reply, aged));
    }

    private List<Candidate> keep(Reply reply, List<Candidate> aged) {
        long ready = System.nanoTime() + options.settleAfter().toNanos();
        List<Candidate> missed = new ArrayList<>();
        synchronized (waiting) {
            for (int i = 0; i < aged.size(); i++) {
                if (reply.number(1 + FIELDS * i) == Codes.DONE) {
                    waiting.add(new Waiting(aged.get(i), reply.number(2 + FIELDS * i), ready));
                } else {
                    missed.add(aged.get(i));
                }
            }
        }
        if (missed.size() < aged.size()) {
            CompletableFuture.delayedExecutor(
                            options.settleAfter().toMillis() + 1, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .execute(wake);
        }
        return missed;
    }

    /**
     * Turns reservations that have rested long enough into claims, as far as they are wanted. Those that still rest are
     * counted in {@code tally} too: they will be claims soon.
     */
    CompletionStage<List<Claim>> settle(Demand.Tally tally) {
        long now = System.nanoTime();
        List<Waiting> ready = removeIf(job -> now - job.ready >= 0 && tally.take(job.task()));
        synchronized (waiting) {
            waiting.forEach(job -> tally.take(job.task()));
        }
        return ready.isEmpty() ? CompletableFuture.completedFuture(List.of()) : settle(ready, tally, true);
    }

    private CompletionStage<List<Claim>> settle(List<Waiting> ready, Demand.Tally tally, boolean again) {
        long at = redis.clock().micros();
        List<JobDocument> documents = new ArrayList<>();
        List<String> args =
                new ArrayList<>(List.of(options.workerId().toString(), options.leaseMicros(), Long.toString(at)));
        for (Waiting job : ready) {
            JobDocument processing = job.candidate
                    .document()
                    .processing(RedisClock.instant(at), options.workerId().toString(), options.workerName());
            documents.add(processing);
            args.addAll(List.of(
                    job.candidate.id(),
                    Long.toString(job.token),
                    job.raisedVersion(),
                    processing.json(),
                    job.candidate.recurring()));
            args.addAll(job.candidate.place().subList(0, 3));
        }
        return redis.run(LegacyScript.SETTLE, args).thenCompose(reply -> {
            if (again && reply.has(Codes.CLOCK_OFF, FIRST, FIELDS)) {
                return settle(ready, tally, false);
            }
            return CompletableFuture.completedFuture(claims(reply, ready, documents, tally));
        });
    }

    @AllowBlocking(reason = "Nothing waits: giveBack looks at its own failure, and a claim need not end after it.")
    private List<Claim> claims(Reply reply, List<Waiting> ready, List<JobDocument> documents, Demand.Tally tally) {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            long code = reply.number(FIRST + FIELDS * i);
            if (code == Codes.DONE) {
                claims.add(claim(reply, i, ready.get(i), documents.get(i)));
                continue;
            }
            tally.putBack(ready.get(i).task());
            if (code == Codes.ROUTE_CHANGED || code == Codes.PAUSED) {
                giveBack(List.of(ready.get(i)));
            }
        }
        return claims;
    }

    private Claim claim(Reply reply, int at, Waiting job, JobDocument document) {
        long crashes = reply.number(FIRST + FIELDS * at + 1);
        return held.take(
                document, job.token, crashes, job.candidate.waited(reply.number(0)), options.lease(), reply.number(1));
    }

    /** Puts back what {@code table} gives to the legacy pool; ends when it is back. */
    CompletionStage<Void> obey(RouteTable table) {
        List<Waiting> notOurs = removeIf(job -> !table.of(job.task())
                .allows(new JobId(job.candidate.id()), job.candidate.document().arguments()));
        return giveBack(notOurs);
    }

    /** Puts everything back; ends when it is back. */
    CompletionStage<Void> giveAllBack() {
        return giveBack(removeIf(job -> true));
    }

    private CompletionStage<Void> giveBack(List<Waiting> jobs) {
        if (jobs.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of(options.workerId().toString(), Long.toString(at)));
        for (Waiting job : jobs) {
            JobDocument back = job.candidate.document().raised().enqueued(RedisClock.instant(at));
            args.addAll(List.of(
                    job.candidate.id(),
                    job.token + ":" + job.raisedVersion() + ":" + options.workerId(),
                    job.raisedVersion(),
                    back.json(),
                    back.state().name(),
                    Long.toString(at),
                    job.candidate.recurring(),
                    NO_CRASH));
        }
        return redis.run(LegacyScript.GIVEBACK, args).handle((reply, thrown) -> {
            if (thrown != null) {
                LOG.warn("{} reserved jobs were not given back; any worker does when they lapse.", jobs.size(), thrown);
            }
            return null;
        });
    }

    private List<Waiting> removeIf(Predicate<Waiting> which) {
        synchronized (waiting) {
            List<Waiting> removed = waiting.stream().filter(which).toList();
            waiting.removeAll(removed);
            return removed;
        }
    }

    private record Waiting(Candidate candidate, long token, long ready) {
        TaskAddress task() {
            return candidate.task();
        }

        String raisedVersion() {
            return Integer.toString(candidate.document().version() + 1);
        }
    }
}
