// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;
import org.junit.jupiter.api.Test;

/**
 * A stop that gives stages longer than a master waits before it calls jobs orphaned, beside a second server. In CI on JobRunr 8; on 7
 * with {@code -Dturnout.long=true}.
 */
class LongStopTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final int POLLS = 10;
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Yard yard = new Yard();
    private final LegacyServer.Activator beans = new LegacyServer.Activator();
    private final StorageProvider storage = new InMemoryStorageProvider();

    @Test
    void stagesThatAServerLetsEndWhileItStopsAreOrphanedByNobody() {
        assumeTrue(DropIn.LINE == 8 || Boolean.getBoolean("turnout.long"), "JobRunr 7: -Dturnout.long=true");
        beans.yard = yard;
        storage.setJobMapper(new JobMapper(LegacyServer.JSON));
        BackgroundJobServer stops = server();
        stops.start();
        UUID id = new JobScheduler(storage)
                .<Yard>enqueue(each -> each.haul("coal"))
                .asUUID();
        await().atMost(LIMIT).until(() -> yard.open.size() == 1);
        BackgroundJobServer other = server();
        other.start();

        CompletableFuture<Void> stop = CompletableFuture.runAsync(stops::stop);
        try {
            UUID orphan = orphan(); // of nobody: a master that has found it has looked long enough
            await().atMost(LIMIT).until(() -> failures(orphan) == 1);
            assertThat(failures(id)).as("the job whose stage was let go on").isZero();
            assertThat(stop).isNotDone();
        } finally {
            yard.open.forEach(end -> end.complete(null));
        }

        await().atMost(LIMIT).until(() -> storage.getJobById(id).hasState(StateName.SUCCEEDED));
        assertThat(failures(id)).isZero();
        assertThat(yard.open).hasSize(1);
        stop.join();
        new Thread(other::stop, "stopper").start();
    }

    private UUID orphan() {
        Job job = storage.getJobById(new JobScheduler(storage)
                .<Yard>schedule(Instant.now().plusSeconds(3_600), each -> each.plain("nobody's"))
                .asUUID());
        job.enqueue();
        job.startProcessingOn(server());
        storage.save(job);
        return job.getId();
    }

    private long failures(UUID id) {
        return storage.getJobById(id).getJobStates().stream()
                .filter(state -> state.getName() == StateName.FAILED)
                .count();
    }

    private BackgroundJobServer server() {
        return new BackgroundJobServer(
                storage,
                LegacyServer.JSON,
                beans,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(POLL)
                        .andServerTimeoutPollIntervalMultiplicand(POLLS)
                        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(GRACE)
                        .andBackgroundJobServerWorkerPolicy(AwaitingWorkerPolicy.around(LegacyServer.threads(2), beans)
                                .inFlight(8)));
    }
}
