// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Door.Backlog;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Reckons what waits for a worker. The queue holds ids only; whose task a job is, its document says. So all documents of a
 * short queue are read, and an even sample of a long one.
 */
final class Backlogs {
    private static final int SAMPLE = 100;
    private static final int FIRST = 6;
    private static final int FIELDS = 3;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final LegacyRoutes routes;

    Backlogs(LegacyRedis redis, LegacyQueueOptions options, LegacyRoutes routes) {
        this.redis = redis;
        this.options = options;
        this.routes = routes;
    }

    /** Fails with a fault of the link if Redis gave no answer. */
    CompletionStage<Backlog> of(Set<TaskAddress> tasks) {
        return redis.run(
                        LegacyScript.BACKLOG,
                        Integer.toString(options.headRoom()),
                        Integer.toString(SAMPLE),
                        Integer.toString(Bounds.CHARS))
                .thenCompose(reply -> routes.at(reply.number(1)).thenApply(epoch -> read(reply, tasks)));
    }

    private Backlog read(Reply reply, Set<TaskAddress> tasks) {
        long all = reply.number(2);
        long looked = reply.number(5);
        long ours = 0;
        long oldest = 0;
        for (int i = FIRST; i < reply.size(); i += FIELDS) {
            Optional<JobDocument> job = claimable(reply.text(i), reply.text(i + 2), tasks);
            if (job.isPresent()) {
                long score = (long) Double.parseDouble(reply.text(i + 1));
                long since = score > 0 ? score : job.get().updatedMicros();
                oldest = Math.max(oldest, reply.number(0) - since);
                ours++;
            }
        }
        long claimable = looked == 0 ? 0 : Math.round((double) all * ours / looked);
        return new Backlog(
                claimable, looked < all, Duration.of(oldest, ChronoUnit.MICROS), reply.number(3), reply.number(4), all);
    }

    private Optional<JobDocument> claimable(String id, String body, Set<TaskAddress> tasks) {
        try {
            return Optional.of(JobDocument.read(body))
                    .filter(job -> job.id().equals(id) && job.state() == StateName.ENQUEUED)
                    .filter(job -> tasks.contains(job.task()) && routes.mayStart(job));
        } catch (UnreadableDocument e) {
            return Optional.empty(); // whoever claims parks it
        }
    }
}
