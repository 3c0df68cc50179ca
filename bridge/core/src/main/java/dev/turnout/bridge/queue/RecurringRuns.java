// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.RecurringDefinition;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the instances of recurring jobs while no legacy server lives.
 *
 * <p>Each run once, over both pools: JobRunr's master makes instances up to one poll interval ahead, and remembers which in its own
 * memory. So when the last legacy server has gone, the jobs of the last poll intervals are read, and a run that one of them was made
 * for is not made again. We make a run no more than three seconds ahead, longer than a server takes from its entry in the list to its first look, and
 * never run it early, and the script that makes it asks for a
 * legacy server, for the last decided run and for an instance that is still on its way. A master that comes back finds our instance by
 * its marker, or looks only at runs after ours. Runs that fell due while nobody was master are skipped, as with JobRunr.
 */
final class RecurringRuns {
    private static final Logger LOG = LoggerFactory.getLogger(RecurringRuns.class);
    private static final long AHEAD = 3_000_000;
    private static final int INSTANCES = 500;
    private static final long OURS = 1;
    private static final int FIRST = 2;

    private final LegacyRedis redis;
    private final Set<String> complained = new HashSet<>();
    private volatile String sum = "";
    private volatile List<RecurringDefinition> definitions = List.of();
    private volatile long madeFor = -1;
    private volatile Map<String, Long> madeBefore = Map.of();

    RecurringRuns(LegacyRedis redis) {
        this.redis = redis;
    }

    /** Makes what falls due; gives the number of instances. Nothing while a legacy server lives. */
    CompletionStage<Integer> make() {
        return redis.run(LegacyScript.RECURRING, sum).thenCompose(reply -> {
            if (reply.number(1) != OURS) {
                return CompletableFuture.completedFuture(0);
            }
            learn(reply);
            return definitions.isEmpty()
                    ? CompletableFuture.completedFuture(0)
                    : madeUntil(reply.number(2), reply.number(3))
                            .thenCompose(before ->
                                    make(reply.number(0), reply.list(5).map(), before));
        });
    }

    private void learn(Reply reply) {
        if (reply.text(4).equals(sum)) {
            return;
        }
        List<RecurringDefinition> read = new ArrayList<>();
        reply.list(6).map().forEach((id, body) -> {
            try {
                read.add(RecurringDefinition.read(body));
            } catch (UnreadableDocument e) {
                if (complained.add(id)) {
                    LOG.warn(
                            "TURNOUT-0363 the recurring job {} makes no jobs while no legacy server lives: {}. It was left as it"
                                    + " is; mend its definition.",
                            id,
                            e.getMessage());
                }
            }
        });
        definitions = read;
        sum = reply.text(4);
    }

    /** Up to which time each recurring job has been seen to, by whoever was master before. */
    private CompletionStage<Before> madeUntil(long seen, long poll) {
        if (madeFor == seen) {
            return CompletableFuture.completedFuture(new Before(seen, madeBefore));
        }
        return redis.run(LegacyScript.INSTANCES, Long.toString(seen - 2 * poll), Integer.toString(INSTANCES))
                .thenApply(reply -> {
                    Map<String, Long> made = new HashMap<>();
                    for (int i = FIRST; i < reply.size(); i++) {
                        note(reply.text(i), made);
                    }
                    if (reply.number(1) == 0) {
                        // too many jobs to look through: what a master could have made counts as made
                        definitions.forEach(definition -> made.merge(definition.id(), seen + poll, Math::max));
                    }
                    madeBefore = made;
                    madeFor = seen;
                    return new Before(seen, made);
                });
    }

    private static void note(String body, Map<String, Long> made) {
        try {
            JobDocument job = JobDocument.read(body);
            job.scheduledMicros().ifPresent(due -> job.recurringId().ifPresent(id -> made.merge(id, due, Math::max)));
        } catch (UnreadableDocument e) {
            LOG.debug("A job was passed over while looking for instances of recurring ones.", e);
        }
    }

    private CompletionStage<Integer> make(long now, Map<String, String> decided, Before before) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of(Long.toString(at)));
        int fixed = args.size();
        for (RecurringDefinition definition : definitions) {
            long from = Math.max(
                    Long.parseLong(decided.getOrDefault(definition.id(), "0")),
                    Math.max(before.seen, before.made.getOrDefault(definition.id(), 0L)));
            Optional<Instant> run = definition.lastRun(RedisClock.instant(from), RedisClock.instant(now + AHEAD));
            run.ifPresent(due -> args.addAll(entry(definition, due, at)));
        }
        return args.size() == fixed
                ? CompletableFuture.completedFuture(0)
                : redis.run(LegacyScript.RECUR, args).thenApply(reply -> reply.count(Codes.DONE, 1));
    }

    private static List<String> entry(RecurringDefinition definition, Instant due, long at) {
        String id = UUID.randomUUID().toString();
        JobDocument job = definition.instance(id, RedisClock.instant(at), due);
        return List.of(
                definition.id(),
                Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, due)),
                id,
                job.json(),
                Long.toString(definition.createdMillis()));
    }

    private record Before(long seen, Map<String, Long> made) {}
}
