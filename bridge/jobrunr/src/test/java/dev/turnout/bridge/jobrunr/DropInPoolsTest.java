// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Servers on the drop-in and async workers on one queue. */
@Tag("redis")
class DropInPoolsTest {
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();
    private static final int JOBS = 1_000;
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
    void twoServersAndAnAsyncWorkerShareAQueueAndRunEachJobOnce() throws Exception {
        Method haul = Freight.class.getDeclaredMethod("haul", String.class);
        rig.route("*", "50");
        StorageProvider storage = rig.provider(MAPPER);
        BackgroundJobServer first = rig.server(storage, MAPPER, 4, Duration.ofSeconds(1));
        BackgroundJobServer second = rig.server(rig.provider(MAPPER), MAPPER, 4, Duration.ofSeconds(1));
        UUID async = UUID.randomUUID();
        try (LegacyQueue queue = LegacyQueue.open(
                        rig.client,
                        LegacyQueueOptions.with()
                                .keyPrefix(DropInRig.PREFIX)
                                .worker(async, "async")
                                .slots(8));
                Worker worker = Worker.on(queue)
                        .name("async")
                        .tasks(TaskRegistry.of(List.of(TaskDefinition.blocking(Freight.class, haul, ""))))
                        .beans(type -> new Freight())
                        .closesOnExit(false)
                        .build()
                        .start()) {
            new JobScheduler(rig.provider(MAPPER))
                    .<Freight, String>enqueue(
                            IntStream.range(0, JOBS).mapToObj(i -> "job-" + i), (freight, name) -> freight.haul(name));

            await().atMost(Duration.ofSeconds(40)).until(() -> storage.countJobs(StateName.SUCCEEDED) == JOBS);
            assertThat(worker.inFlight()).isZero();
        }

        assertThat(Freight.RUNS)
                .hasSize(JOBS)
                .allSatisfy((name, runs) -> assertThat(runs).as(name).isEqualTo(1));
        assertThat(DropInRig.runners(storage))
                .containsOnlyKeys(first.getId(), second.getId(), async)
                .extractingByKey(async)
                .satisfies(jobs -> assertThat(jobs).isBetween(JOBS / 3, 2 * JOBS / 3));
    }
}
