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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances of recurring jobs that there are since some time, whoever made them: which runs were made, and when each was on its way. */
final class Instances {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
    private static final int STATES = 6;
    private static final int PAGE = 500;
    private static final int MAX_PAGES = 60;

    private final Map<String, Map<String, Life>> lives = new HashMap<>();

    private Instances() {}

    /** All that have changed since {@code since} in µs; empty if there are too many jobs to look through. */
    static CompletionStage<Optional<Instances>> since(LegacyRedis redis, long since) {
        List<String> from = new ArrayList<>(Collections.nCopies(STATES, Long.toString(since)));
        return new Instances().read(redis, from, MAX_PAGES);
    }

    private CompletionStage<Optional<Instances>> read(LegacyRedis redis, List<String> from, int left) {
        if (from.stream().allMatch(String::isEmpty)) {
            return CompletableFuture.completedFuture(Optional.of(this));
        }
        if (left == 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        List<String> args = new ArrayList<>(List.of(Integer.toString(PAGE)));
        args.addAll(from);
        return redis.run(LegacyScript.INSTANCES, args).thenCompose(reply -> {
            for (int i = 1 + STATES; i < reply.size(); i++) {
                note(reply.text(i));
            }
            return read(redis, reply.texts().subList(1, 1 + STATES), left - 1);
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
