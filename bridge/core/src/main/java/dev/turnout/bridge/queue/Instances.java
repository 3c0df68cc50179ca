// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of recurring jobs that there are since some time, whoever made them: which runs were made, and when each was on its way.
 *
 * <p>Many jobs are read in several rounds, each from where the one before has stopped. What has changed meanwhile is read once more at the
 * end, until that is done within one round. For one caller at a time.
 */
final class Instances {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
    private static final int STATES = 6;
    private static final int PAGE = 500;

    /** Clocks of servers, by which jobs are in order, may differ by so much. */
    private static final long SKEW = 5_000_000;

    private final long reign;
    private final Map<String, Map<String, Life>> lives = new HashMap<>();
    private List<String> from;
    private long passBegan;
    private boolean inOneRound;

    /**
     * Nothing is read yet.
     *
     * @param reign names the reign of a master that they are read for
     * @param since from which change on they are read, in µs
     */
    Instances(long reign, long since) {
        this.reign = reign;
        this.from = everyStateFrom(since);
    }

    boolean isFor(Reign asked) {
        return reign == asked.since();
    }

    private static List<String> everyStateFrom(long micros) {
        return List.copyOf(Collections.nCopies(STATES, Long.toString(micros)));
    }

    /** One round: reads a page and goes on until all is read or it is {@code enough}; says whether all is read. */
    CompletionStage<Boolean> readOn(LegacyRedis redis, BooleanSupplier enough) {
        inOneRound = passBegan == 0;
        return page(redis, enough);
    }

    private CompletionStage<Boolean> page(LegacyRedis redis, BooleanSupplier enough) {
        List<String> args = new ArrayList<>(List.of(Integer.toString(PAGE)));
        args.addAll(from);
        return redis.run(LegacyScript.INSTANCES, args).thenCompose(reply -> {
            passBegan = passBegan == 0 ? reply.number(0) : passBegan;
            for (int i = 1 + STATES; i < reply.size(); i++) {
                note(reply.text(i));
            }
            from = List.copyOf(reply.texts().subList(1, 1 + STATES));
            if (from.stream().allMatch(String::isEmpty)) {
                if (inOneRound) {
                    return CompletableFuture.completedFuture(true);
                }
                from = everyStateFrom(passBegan - SKEW);
                passBegan = 0;
                inOneRound = true;
            }
            return enough.getAsBoolean() ? CompletableFuture.completedFuture(false) : page(redis, enough);
        });
    }

    private void note(String body) {
        try {
            JobDocument job = JobDocument.read(body);
            job.recurringId()
                    .ifPresent(id -> lives.computeIfAbsent(id, none -> new HashMap<>())
                            .put(
                                    job.id(),
                                    new Life(
                                            job.runMicros().orElse(job.createdMicros()),
                                            job.createdMicros(),
                                            job.endedMicros().orElse(Long.MAX_VALUE))));
        } catch (UnreadableDocument e) {
            LOG.debug("A job was passed over while looking for instances of recurring ones.", e);
        }
    }

    /** The instances of one recurring job. */
    List<Life> of(String recurringId) {
        return List.copyOf(lives.getOrDefault(recurringId, Map.of()).values());
    }

    /** Whether one was made for that run. */
    boolean has(String recurringId, long run) {
        return of(recurringId).stream().anyMatch(life -> life.run == run);
    }

    /** The last run that one was made for, if it is later than {@code than}. */
    Optional<Long> lastAfter(String recurringId, long than) {
        return of(recurringId).stream().map(Life::run).filter(run -> run > than).max(Long::compare);
    }

    /**
     * One instance.
     *
     * @param run the time that it was made for, in µs
     * @param from when it was made
     * @param until when it ended
     */
    record Life(long run, long from, long until) {
        /** Whether it was made much later than it should have run: by us, after a gap, or by a master who caught up. */
        boolean isLate(long poll) {
            return from > run + poll;
        }

        /** Whether it was on its way at some time from {@code opens} to {@code closes}, where only what is behind {@code counts} counts. */
        boolean covers(long counts, long opens, long closes) {
            return opens <= closes && counts <= closes && until >= opens;
        }
    }
}
