// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.RecurringDefinition;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.time.Instant;
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
 * Makes the instances of recurring jobs that JobRunr's master does not make, each once.
 *
 * <p>A legacy master makes runs up to one poll ahead, remembers in its own memory up to when, and begins with the time of its first
 * look: a past run it never makes. So what falls due between the last look of one master and the first of the next is made by nobody: while a
 * killed master is still believed, while one stops, while one starts. This is the {@link GapFiller}'s.
 *
 * <p>While no legacy server lives and no gap is open, runs are made here, when they fall due. One that has no other within two polls is made
 * three seconds ahead, so that a server that starts meanwhile does not delay it; the server finds it by its marker. With shorter
 * schedules that would make the server leave out the next one. The script that makes a run asks for a legacy server, for the last
 * decided run and for an instance that is still on its way. Runs that fell due while no process lived at all are skipped, as with JobRunr.
 */
final class RecurringRuns {
    private static final Logger LOG = LoggerFactory.getLogger(RecurringRuns.class);
    private static final long AHEAD = 3_000_000;

    private final LegacyRedis redis;
    private final GapFiller gaps;
    private final Set<String> complained = new HashSet<>();
    private volatile String sum = "";
    private volatile Map<RecurringDefinition, Long> definitions = Map.of();

    /** @param documents asks and tells filters of runs that are due as soon as they are made */
    RecurringRuns(LegacyRedis redis, LegacyDocuments documents) {
        this.redis = redis;
        this.gaps = new GapFiller(redis, System::nanoTime, documents);
    }

    /** Makes what falls due and what was left out; gives the number of instances. */
    CompletionStage<Integer> make() {
        return redis.run(LegacyScript.RECURRING, sum)
                .thenCompose(reply -> learn(reply).thenCompose(known -> {
                    Reign reign = Reign.of(reply);
                    if (reign.hasGap()) {
                        return gaps.fill(reign, definitions);
                    }
                    return reign.ours() && !definitions.isEmpty() ? make(reign) : CompletableFuture.completedFuture(0);
                }));
    }

    private CompletionStage<String> learn(Reply reply) {
        String told = reply.text(9);
        if (told.equals(sum)) {
            return CompletableFuture.completedFuture(told);
        }
        List<RecurringDefinition> read = new ArrayList<>();
        reply.list(12).map().forEach((id, body) -> {
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
        List<String> args = new ArrayList<>();
        read.forEach(job -> args.addAll(List.of(job.id(), job.rhythm(), Long.toString(job.createdMillis()))));
        return redis.run(LegacyScript.RHYTHMS, args).thenApply(since -> {
            Map<RecurringDefinition, Long> learned = new HashMap<>();
            for (int i = 0; i < read.size(); i++) {
                learned.put(read.get(i), since.number(i + 1));
            }
            definitions = learned;
            sum = told;
            return told;
        });
    }

    private CompletionStage<Integer> make(Reign reign) {
        long at = redis.clock().micros();
        List<String> args = new ArrayList<>(List.of(Long.toString(at)));
        int fixed = args.size();
        for (RecurringDefinition job : definitions.keySet()) {
            Instant from = RedisClock.instant(Math.max(reign.from(), Reign.last(reign.decided(), job)));
            next(job, from, reign).ifPresent(run -> args.addAll(entry(job, run, at)));
        }
        return args.size() == fixed
                ? CompletableFuture.completedFuture(0)
                : redis.run(LegacyScript.RECUR, args).thenApply(reply -> reply.count(Codes.DONE, 1));
    }

    private static Optional<Instant> next(RecurringDefinition job, Instant from, Reign reign) {
        Instant ahead = RedisClock.instant(reign.now() + AHEAD);
        Optional<Instant> run = job.lastRun(from, ahead);
        boolean alone = run.filter(due ->
                        job.runs(due, due.plusNanos(2_000 * reign.poll()), 1).isEmpty())
                .isPresent();
        return alone ? run : job.lastRun(from, RedisClock.instant(reign.now()));
    }

    private static List<String> entry(RecurringDefinition job, Instant run, long at) {
        String id = UUID.randomUUID().toString();
        return List.of(
                job.id(),
                Long.toString(RedisClock.micros(run)),
                id,
                job.instance(id, RedisClock.instant(at), run).json(),
                Long.toString(job.createdMillis()));
    }
}
