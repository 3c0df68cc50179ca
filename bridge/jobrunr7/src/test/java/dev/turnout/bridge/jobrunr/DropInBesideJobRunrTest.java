// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import dev.turnout.bridge.jobrunr7.GuardedPool;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server on the drop-in beside one on JobRunr's own provider, as during a rolling deploy. */
@SuppressWarnings("deprecation") // JobRunr's provider is; it is what stands beside
@Tag("redis")
class DropInBesideJobRunrTest {
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();
    private static final int JOBS = 300;
    private static DropInRig rig;

    @BeforeAll
    static void start() {
        rig = new DropInRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
    }

    @Test
    void aGuardedServerAndADropInRunEachJobOnceAndReadWhatTheOtherWrote() {
        StorageProvider guarded =
                rig.use(new LettuceRedisStorageProvider(GuardedPool.of(rig.client), DropInRig.PREFIX), MAPPER);
        StorageProvider dropIn = rig.provider(MAPPER);
        BackgroundJobServer old = rig.server(guarded, MAPPER, 4, Duration.ofSeconds(5));
        await().atMost(Duration.ofSeconds(20)).until(old::isAnnounced);
        BackgroundJobServer fresh = rig.server(dropIn, MAPPER, 4, Duration.ofSeconds(1));
        JobScheduler scheduler = new JobScheduler(guarded);

        Freight.gate = new CountDownLatch(1);
        IntStream.range(0, JOBS).forEach(i -> {
            String name = "job-" + i;
            scheduler.<Freight>enqueue(freight -> freight.hold(name, JobContext.Null));
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> Freight.RUNS.size() == 8); // each has its four threads full
        Freight.gate.countDown();

        await().atMost(Duration.ofSeconds(60)).until(() -> guarded.countJobs(StateName.SUCCEEDED) == JOBS);
        assertThat(Freight.RUNS)
                .hasSize(JOBS)
                .allSatisfy((name, runs) -> assertThat(runs).as(name).isEqualTo(1));
        assertThat(DropInRig.runners(guarded)).containsOnlyKeys(old.getId(), fresh.getId());
        assertThat(guarded.getBackgroundJobServers())
                .extracting(server -> server.getId())
                .containsExactlyInAnyOrder(old.getId(), fresh.getId());
        assertThat(guarded.getLongestRunningBackgroundJobServerId()).isEqualTo(old.getId());
        assertThat(dropIn.getLongestRunningBackgroundJobServerId()).isEqualTo(old.getId());
        assertThat(dropIn.getJobStats().getSucceeded())
                .isEqualTo(guarded.getJobStats().getSucceeded());
    }

    @Test
    void theSameJobsTakeSomeSixtyCommandsOnJobRunrsOwnProvider() {
        StorageProvider stock = rig.use(new LettuceRedisStorageProvider(rig.client, DropInRig.PREFIX), MAPPER);
        JobScheduler scheduler = new JobScheduler(stock);
        rig.server(stock, MAPPER, 8, Duration.ofSeconds(5));
        scheduler.<Freight>enqueue(freight -> freight.haul("warm"));
        await().atMost(Duration.ofSeconds(20)).until(() -> rig.redis().zcard("app:queue:jobs:SUCCEEDED") == 1);

        double commands =
                rig.commandsAJob(JOBS, false, name -> scheduler.<Freight>enqueue(freight -> freight.haul(name)));

        System.out.printf("commands a job, JobRunr's provider: %.2f%n", commands);
        assertThat(commands).isGreaterThan(40);
    }
}
