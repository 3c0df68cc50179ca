// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.queue.Peeker.Seen;
import dev.turnout.bridge.wire.JobDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Enters what was read and is not claimed now into the index by task, so that its document is not read for that again. */
final class Enlister {
    /** A document that nobody of us could read: the legacy pool's. It is looked at again after a minute. */
    private static final String NOBODY = "?";

    private static final long MICROS_A_MINUTE = 60_000_000;

    private final LegacyRedis redis;

    Enlister(LegacyRedis redis) {
        this.redis = redis;
    }

    /** Ends when they are in; fails with a fault of the link, and then they are looked at again after a while. */
    CompletionStage<Void> enlist(List<Seen> jobs, RouteTable table) {
        if (jobs.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<String> args = new ArrayList<>();
        for (Seen job : jobs) {
            args.add(job.id());
            args.addAll(
                    job.document().map(document -> place(document, table)).orElseGet(() -> unreadable(job.score())));
        }
        return redis.run(LegacyScript.ENLIST, args).thenAccept(reply -> {});
    }

    private static List<String> place(JobDocument document, RouteTable table) {
        return Candidate.place(document, table.of(document.task()));
    }

    /** What scripts ask of a job whose document says nothing to us. */
    List<String> unreadable(String score) {
        return List.of(NOBODY, Long.toString(redis.clock().micros() / MICROS_A_MINUTE), "", score);
    }
}
