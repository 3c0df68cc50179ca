// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes due jobs claimable, while no legacy server lives. What cannot be read stays where it is, at the front of those that are
 * due; so each call goes on behind it, and what is parked is looked at again once a minute only. Calls that overlap
 * promote nothing twice.
 */
final class DueJobs {
    private static final int MAX_PAGES = 8;
    private static final int FIRST = 2;
    private static final int FIELDS = 3;
    private static final long AGAIN_AFTER_NANOS = 60_000_000_000L;

    private final LegacyRedis redis;
    private final Recovery recovery;
    private final LongSupplier nanos;
    private final Consumer<JobDocument> promoted;
    private volatile long from;
    private volatile boolean parkedToo = true;
    private volatile long parkedSeen;

    /** @param promoted hears of each job that was made claimable */
    DueJobs(LegacyRedis redis, Recovery recovery, LongSupplier nanos, Consumer<JobDocument> promoted) {
        this.promoted = promoted;
        this.redis = redis;
        this.recovery = recovery;
        this.nanos = nanos;
        this.parkedSeen = nanos.getAsLong();
    }

    /** Promotes a bounded number, from where the last call ended; ends with how many. */
    CompletionStage<Integer> promote() {
        return pages(0, MAX_PAGES);
    }

    private CompletionStage<Integer> pages(int before, int left) {
        long start = from;
        return redis.run(
                        LegacyScript.DUE,
                        Integer.toString(Bounds.PAGE),
                        Long.toString(start),
                        parkedToo ? "1" : "0",
                        Integer.toString(Bounds.CHARS))
                .thenCompose(page -> promote(page).thenCompose(number -> {
                    boolean end = page.size() == 1 || page.number(1) == 0;
                    if (end) {
                        begin();
                    } else {
                        from = Math.max(0, page.number(1) - number);
                    }
                    return end || left == 1
                            ? CompletableFuture.completedFuture(before + number)
                            : pages(before + number, left - 1);
                }));
    }

    /** The next call begins at the front. */
    private void begin() {
        from = 0;
        parkedToo = nanos.getAsLong() - parkedSeen >= AGAIN_AFTER_NANOS;
        if (parkedToo) {
            parkedSeen = nanos.getAsLong();
        }
    }

    private CompletionStage<Integer> promote(Reply due) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of(Long.toString(at)));
        List<JobDocument> asked = new ArrayList<>();
        for (int i = FIRST; i < due.size(); i += FIELDS) {
            String id = due.text(i);
            String version = due.text(i + 1);
            recovery.document(id, due.text(i + 2))
                    .filter(job -> job.state() == StateName.SCHEDULED)
                    .ifPresent(job -> {
                        JobDocument enqueued = job.enqueued(RedisClock.instant(at));
                        asked.add(enqueued);
                        args.addAll(List.of(
                                id,
                                version.equals(Integer.toString(job.version())) ? version : "",
                                enqueued.json(),
                                Long.toString(at),
                                job.recurringId().orElse("")));
                    });
        }
        return asked.isEmpty()
                ? CompletableFuture.completedFuture(0)
                : redis.run(LegacyScript.PROMOTE, args).thenApply(reply -> tell(asked, reply));
    }

    private int tell(List<JobDocument> asked, Reply reply) {
        for (int i = 0; i < asked.size(); i++) {
            if (reply.number(i + 1) == Codes.DONE) {
                promoted.accept(asked.get(i));
            }
        }
        return reply.count(Codes.DONE, 1);
    }
}
