// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final String BEGINNING = "*";
    private static final int BUSY = 1 + STATES;

    /** Clocks of servers, by which jobs are in order, may differ by so much. */
    private static final long SKEW = 5_000_000;

    private final long reign;
    private final Map<String, Map<String, Life>> lives = new HashMap<>();
    private final String since;
    private Set<String> busy = Set.of();
    private List<String> from = everyStateFrom(BEGINNING);
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
        this.since = Long.toString(since);
    }

    boolean isFor(Reign asked) {
        return reign == asked.since();
    }

    private static List<String> everyStateFrom(String score) {
        return List.copyOf(Collections.nCopies(STATES, score));
    }

    /**
     * One round: reads a page and goes on until all is read or it is {@code enough}; says whether all is read.
     *
     * @param recurringIds the recurring jobs that it is about: what is on its way of them is read however long ago it has changed
     */
    CompletionStage<Boolean> readOn(LegacyRedis redis, Collection<String> recurringIds, BooleanSupplier enough) {
        inOneRound = passBegan == 0;
        return page(redis, recurringIds, enough);
    }

    private CompletionStage<Boolean> page(LegacyRedis redis, Collection<String> recurringIds, BooleanSupplier enough) {
        List<String> args = new ArrayList<>(List.of(Integer.toString(PAGE)));
        args.addAll(from);
        args.add(since);
        args.addAll(recurringIds);
        return redis.run(LegacyScript.INSTANCES, args).thenCompose(reply -> {
            passBegan = passBegan == 0 ? reply.number(0) : passBegan;
            busy = Set.copyOf(reply.list(BUSY).texts());
            for (int i = BUSY + 1; i < reply.size(); i++) {
                note(reply.text(i));
            }
            from = List.copyOf(reply.texts().subList(1, BUSY));
            if (from.stream().allMatch(String::isEmpty)) {
                if (inOneRound) {
                    return CompletableFuture.completedFuture(true);
                }
                from = everyStateFrom(Long.toString(passBegan - SKEW));
                passBegan = 0;
                inOneRound = true;
            }
            return enough.getAsBoolean() ? CompletableFuture.completedFuture(false) : page(redis, recurringIds, enough);
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

    /** Whether one of that recurring job was scheduled, enqueued or running at the end, by JobRunr's markers. */
    boolean isOnItsWay(String recurringId) {
        return busy.contains(recurringId);
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
