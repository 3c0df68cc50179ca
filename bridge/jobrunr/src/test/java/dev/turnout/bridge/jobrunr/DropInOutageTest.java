// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import dev.turnout.samples.redis.RedisOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Redis is killed under a server on the drop-in, and comes back. */
@Tag("redis")
class DropInOutageTest {
    private static final int JOBS = 150;
    private static final int CUTS = 6;
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();

    @Test
    void theEndOfAJobIsStoredWhenRedisIsBackAndNoServerStops() {
        try (DropInRig rig = new DropInRig(RedisOptions.aof(RedisOptions.Persistence.AOF_ALWAYS))) {
            rig.reset();
            Freight.gate = new CountDownLatch(1);
            StorageProvider storage = rig.provider(MAPPER);
            BackgroundJobServer server = rig.server(storage, MAPPER, 2, Duration.ofMillis(200));
            JobScheduler scheduler = new JobScheduler(storage);
            UUID id = scheduler
                    .<Freight>enqueue(freight -> freight.hold("held", JobContext.Null))
                    .asUUID();
            await().atMost(Duration.ofSeconds(20)).until(() -> Freight.RUNS.containsKey("held"));

            CompletableFuture<Void> outage = CompletableFuture.runAsync(rig::crash);
            await().atMost(Duration.ofSeconds(20)).until(() -> outage.isDone() || !rig.answers());
            Freight.gate.countDown();
            outage.join();

            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> storage.getJobById(id).hasState(StateName.SUCCEEDED));
            scheduler.<Freight>enqueue(freight -> freight.haul("after"));
            await().atMost(Duration.ofSeconds(20)).until(() -> Freight.RUNS.containsKey("after"));
            assertThat(Freight.RUNS).containsEntry("held", 1);
            assertThat(server.isRunning()).isTrue();
        }
    }

    /** JobRunr's server stops at a beat that throws. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aBeatThatIsUnderWayWhenRedisIsKilledDoesNotThrow() throws Exception {
        try (DropInRig rig = new DropInRig()) {
            rig.reset();
            StorageProvider storage = rig.provider(MAPPER);
            BackgroundJobServerStatus status = DropInRig.idle(storage, MAPPER).getServerStatus();
            storage.announceBackgroundJobServer(status);
            rig.freeze();
            CompletableFuture<Boolean> beat = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    beat.complete(storage.signalBackgroundJobServerAlive(status));
                } catch (RuntimeException thrown) {
                    beat.completeExceptionally(thrown);
                }
            });
            thread.start();
            await().until(() -> thread.getState() == Thread.State.WAITING);

            rig.crash();

            assertThat(beat).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void connectionsThatAreCutInTheMiddleLoseNoJobAndRunNoneTwice() throws Exception {
        try (DropInRig rig = new DropInRig()) {
            rig.reset();
            StorageProvider storage = rig.provider(MAPPER);
            rig.server(storage, MAPPER, 4, Duration.ofMillis(200));
            rig.server(rig.provider(MAPPER), MAPPER, 4, Duration.ofMillis(200));
            JobScheduler scheduler = new JobScheduler(rig.provider(MAPPER));

            CompletableFuture<Void> enqueued = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < JOBS; i++) {
                    String name = "job-" + i;
                    scheduler.<Freight>enqueue(freight -> freight.haul(name));
                }
            });
            for (int cut = 1; cut <= CUTS; cut++) {
                int begun = cut * JOBS / (CUTS + 1);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> Freight.RUNS.size() >= begun);
                rig.cutOthers();
            }
            enqueued.get();

            await().atMost(Duration.ofSeconds(60)).until(() -> rig.redis().zcard("app:queue:jobs:SUCCEEDED") == JOBS);
            assertThat(Freight.RUNS)
                    .hasSize(JOBS)
                    .allSatisfy((name, runs) -> assertThat(runs).as(name).isEqualTo(1));
        }
    }
}
