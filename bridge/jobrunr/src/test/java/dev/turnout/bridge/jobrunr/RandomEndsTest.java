// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ElectStateFilter;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.jobrunr.storage.StorageProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random delays, failures and deletes through one thread: what the store says at the end is what the stages did. More of
 * them: {@code -Dturnout.ends=10000 -Dturnout.ends.seed=7}.
 */
class RandomEndsTest {
    private static final Logger LOG = LoggerFactory.getLogger(RandomEndsTest.class);
    private static final int JOBS = Integer.getInteger("turnout.ends", 1_000);
    private static final long SEED = Long.getLong("turnout.ends.seed", 20_261_124L);
    private static final int WAITING = 200;

    private final Lottery lottery = new Lottery(JOBS, SEED);
    private final Watch watch = new Watch(lottery);
    private final List<UUID> ids = new ArrayList<>();

    @Test
    @Timeout(600)
    void onOneThreadEveryJobEndsAsItsStageDid() {
        try (lottery;
                LegacyServer legacy = LegacyServer.serving(lottery, 1, 64, watch)) {
            play(legacy.scheduler, legacy.storage, legacy.server);
        }

        assertThat(watch.early).as("succeeded before the end of the stage").hasValue(0);
    }

    private void play(JobScheduler scheduler, StorageProvider storage, BackgroundJobServer server) {
        for (int i = 0; i < JOBS; i++) {
            int ticket = i;
            ids.add(scheduler.enqueue(() -> lottery.play(ticket)).asUUID());
            if (i % WAITING == WAITING - 1) {
                await().atMost(Duration.ofMinutes(2)).until(() -> {
                    deleteStarted(scheduler, storage);
                    return storage.countJobs(StateName.ENQUEUED) < WAITING;
                });
            }
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            deleteStarted(scheduler, storage);
            return storage.countJobs(StateName.ENQUEUED) + storage.countJobs(StateName.PROCESSING) == 0;
        });
        await().until(() -> server.getJobSteward().getOccupiedWorkerCount() == 0);

        Map<String, Long> ends = new TreeMap<>(IntStream.range(0, JOBS)
                .mapToObj(ticket -> lottery.draw(ticket) + " "
                        + storage.getJobById(ids.get(ticket)).getState())
                .collect(groupingBy(end -> end, counting())));
        LOG.info("{} jobs, seed {}, on one thread: {}; succeeded early: {}", JOBS, SEED, ends, watch.early);
        assertThat(ends)
                .as("seed %d", SEED)
                .containsOnlyKeys(
                        "CANCELS_ITSELF FAILED",
                        "DELETED DELETED",
                        "FAILED_AT_ONCE FAILED",
                        "FAILS FAILED",
                        "FAILS_WITH_ERROR FAILED",
                        "RETURNS_NULL FAILED",
                        "SUCCEEDS SUCCEEDED",
                        "THROWS FAILED");
        assertThat(IntStream.range(0, JOBS)
                        .filter(ticket -> lottery.draw(ticket) == Lottery.Draw.DELETED)
                        .mapToObj(lottery.stages::get))
                .as("stages of deleted jobs")
                .isNotEmpty()
                .allMatch(CompletableFuture::isCancelled);
    }

    /** A delete can meet the server's sign of life, and is then tried again, as a person in the dashboard would. */
    private void deleteStarted(JobScheduler scheduler, StorageProvider storage) {
        for (int ticket = 0; ticket < ids.size(); ticket++) {
            CompletableFuture<Void> stage = lottery.stages.get(ticket);
            if (lottery.draw(ticket) == Lottery.Draw.DELETED && stage != null && !stage.isDone()) {
                try {
                    if (!storage.getJobById(ids.get(ticket)).hasState(StateName.DELETED)) {
                        scheduler.delete(ids.get(ticket));
                    }
                } catch (ConcurrentJobModificationException again) {
                    LOG.debug("Ticket {} was just saved by its server", ticket, again);
                }
            }
        }
    }

    /** Hears of each state before it is saved. It replaces the retry filter, so a failure is final. */
    private static final class Watch implements ElectStateFilter {
        final AtomicInteger early = new AtomicInteger();
        private final Lottery lottery;

        Watch(Lottery lottery) {
            this.lottery = lottery;
        }

        @Override
        public void onStateElection(Job job, JobState next) {
            if (next.getName() == StateName.SUCCEEDED) {
                int ticket = (int) job.getJobDetails().getJobParameterValues()[0];
                CompletableFuture<Void> stage = lottery.stages.get(ticket);
                if (stage == null || !stage.isDone() || stage.isCompletedExceptionally()) {
                    early.incrementAndGet();
                }
            }
        }
    }
}
