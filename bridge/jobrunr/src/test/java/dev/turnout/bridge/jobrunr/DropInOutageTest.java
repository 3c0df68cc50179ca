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
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis is killed under a server on the drop-in, and comes back. */
@Tag("redis")
class DropInOutageTest {
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
}
