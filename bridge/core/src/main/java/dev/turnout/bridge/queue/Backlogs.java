// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Door.Backlog;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Reckons what waits for a worker. The queue holds ids only; whose task a job is, its document says. What workers have sorted,
 * the script counts by their index; of what nobody has read yet, the first documents are read here, and an even sample
 * of the rest.
 */
final class Backlogs {
    private static final int FIRST_READ = 50;
    private static final int SAMPLE = 100;
    private static final int DOCUMENTS = 11;
    private static final int FIELDS = 4;
    private static final String ALL = "*";

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
        List<String> args = new ArrayList<>(List.of(
                Integer.toString(options.headRoom()),
                Integer.toString(FIRST_READ),
                Integer.toString(SAMPLE),
                Integer.toString(Bounds.CHARS)));
        tasks.forEach(task -> args.add(task.toString()));
        return redis.run(LegacyScript.BACKLOG, args)
                .thenCompose(
                        reply -> routes.at(reply.number(1)).thenApply(epoch -> new Reckoning(reply, tasks).backlog()));
    }

    /** One answer. */
    private final class Reckoning {
        private final Reply reply;
        private final Set<TaskAddress> tasks;
        private final Set<String> held;
        private long oldestSince;
        private final long[] claimable = new long[2]; // by the place of the document: among the first, or of the sample
        private final long[] paused = new long[2];

        Reckoning(Reply reply, Set<TaskAddress> tasks) {
            this.reply = reply;
            this.tasks = tasks;
            this.held = Set.copyOf(reply.list(10).texts());
            this.oldestSince = reply.number(7) < 0 ? Long.MAX_VALUE : reply.number(7);
        }

        Backlog backlog() {
            for (int i = DOCUMENTS; i < reply.size(); i += FIELDS) {
                count(i);
            }
            long now = reply.number(0);
            return new Backlog(
                    reply.number(5) + all(claimable),
                    reply.number(6) + all(paused),
                    !held.contains(ALL) && reply.number(9) < reply.number(8), // none may be claimed, that is sure
                    Duration.of(Math.max(0, now - Math.min(now, oldestSince)), ChronoUnit.MICROS),
                    reply.number(3),
                    reply.number(4),
                    reply.number(2));
        }

        private void count(int at) {
            Optional<JobDocument> job = ours(reply.text(at), reply.text(at + 2));
            if (job.isEmpty()) {
                return;
            }
            int place = (int) reply.number(at + 3);
            if (held.contains(ALL) || held.contains(job.get().task().toString())) {
                paused[place]++;
            } else {
                claimable[place]++;
                oldestSince = Math.min(oldestSince, (long) Double.parseDouble(reply.text(at + 1)));
            }
        }

        /** Those of the sample stand for the rest. */
        private long all(long[] counted) {
            long looked = reply.number(9);
            return counted[0] + (looked == 0 ? 0 : Math.round((double) reply.number(8) * counted[1] / looked));
        }

        private Optional<JobDocument> ours(String id, String body) {
            try {
                return Optional.of(JobDocument.read(body))
                        .filter(job -> job.id().equals(id) && job.state() == StateName.ENQUEUED)
                        .filter(job -> tasks.contains(job.task()) && routes.mayStart(job));
            } catch (UnreadableDocument e) {
                return Optional.empty(); // whoever claims parks it
            }
        }
    }
}
