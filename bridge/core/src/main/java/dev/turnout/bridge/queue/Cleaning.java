// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Clears away what has ended long ago while no legacy server lives, with the times that the last one said: jobs that ended well
 * become deleted ones and are counted, deleted ones go for good. Failed jobs stay, as with JobRunr.
 */
final class Cleaning {
    private static final String REASON = "JobRunr maintenance - deleting succeeded job";
    private static final long EVERY_NANOS = 15_000_000_000L;
    private static final int MAX_PAGES = 8;
    private static final int REMOVALS = 500;
    private static final int FIRST = 4;
    private static final int FIELDS = 4;

    private final LegacyRedis redis;
    private final Recovery recovery;
    private final LongSupplier nanos;
    private volatile long next;
    private volatile long from; // what cannot be read stays at the front

    Cleaning(LegacyRedis redis, Recovery recovery, LongSupplier nanos) {
        this.redis = redis;
        this.recovery = recovery;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** Cleans a bounded part, if it is time to. */
    CompletionStage<Void> clean() {
        if (nanos.getAsLong() - next < 0) {
            return CompletableFuture.completedFuture(null);
        }
        next = nanos.getAsLong() + EVERY_NANOS;
        return pages(MAX_PAGES);
    }

    private CompletionStage<Void> pages(int left) {
        long start = from;
        return redis.run(LegacyScript.OLD, Integer.toString(Bounds.PAGE), Long.toString(start))
                .thenCompose(old -> {
                    if (old.text(1).isEmpty() || old.number(3) == 0 && old.size() <= FIRST) {
                        from = 0;
                        return CompletableFuture.completedFuture(null);
                    }
                    return page(old, start)
                            .thenCompose(more ->
                                    more && left > 1 ? pages(left - 1) : CompletableFuture.completedFuture(null));
                });
    }

    /** Whether there is more to do, from {@link #from} on. */
    private CompletionStage<Boolean> page(Reply old, long start) {
        long at = redis.clock().micros();
        long before = old.number(0) - micros(old.text(1), Duration.ofHours(36));
        long removeBefore = old.number(0) - micros(old.text(2), Duration.ofHours(72));
        List<String> args = new ArrayList<>(List.of(
                Long.toString(at), Long.toString(before), Long.toString(removeBefore), Integer.toString(REMOVALS)));
        int fixed = args.size();
        int aged = 0;
        for (int i = FIRST; i < old.size(); i += FIELDS) {
            if (Double.parseDouble(old.text(i + 3)) < before) {
                aged++;
                args.addAll(entry(old.text(i), old.text(i + 1), old.text(i + 2), at));
            }
        }
        boolean full = aged == Bounds.PAGE;
        int looked = aged;
        if (args.size() == fixed && old.number(3) == 0) {
            from = full ? start + looked : 0;
            return CompletableFuture.completedFuture(full);
        }
        return redis.run(LegacyScript.CLEAN, args).thenApply(reply -> {
            from = full ? start + looked - reply.count(Codes.DONE, 2) : 0;
            return full || reply.number(1) == REMOVALS;
        });
    }

    private List<String> entry(String id, String version, String body, long at) {
        return recovery.document(id, body)
                .filter(job -> job.state() == StateName.SUCCEEDED && version.equals(Integer.toString(job.version())))
                .map(job -> deleted(id, version, job, at))
                .orElse(List.of());
    }

    private static List<String> deleted(String id, String version, JobDocument job, long at) {
        return List.of(
                id,
                version,
                job.deleted(RedisClock.instant(at), REASON).json(),
                job.recurringId().orElse(""));
    }

    private static long micros(String duration, Duration otherwise) {
        try {
            return Duration.parse(duration).toNanos() / 1_000;
        } catch (DateTimeException e) {
            return otherwise.toNanos() / 1_000;
        }
    }
}
