// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import java.time.Duration;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a job costs on the drop-in, counted by a Redis that nobody else asks. */
@Tag("redis")
class DropInCommandsTest {
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();
    private static final int JOBS = 1_000;

    @Test
    void aJobTakesAtMostFourCommandsOfAClient() {
        try (DropInRig rig = new DropInRig()) {
            rig.reset();
            StorageProvider storage = rig.provider(MAPPER);
            rig.server(storage, MAPPER, 8, Duration.ofSeconds(5));
            JobScheduler scheduler = new JobScheduler(rig.provider(MAPPER));
            scheduler.<Freight>enqueue(freight -> freight.haul("warm"));
            await().atMost(Duration.ofSeconds(20)).until(() -> rig.redis().zcard("app:queue:jobs:SUCCEEDED") == 1);

            double commands =
                    rig.commandsAJob(JOBS, true, name -> scheduler.<Freight>enqueue(freight -> freight.haul(name)));

            System.out.printf("commands a job, drop-in: %.2f%n", commands);
            assertThat(commands).isLessThanOrEqualTo(4);
        }
    }
}
