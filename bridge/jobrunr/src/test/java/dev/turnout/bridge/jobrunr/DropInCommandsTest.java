// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job costs on the drop-in, counted by a Redis that nobody else asks. */
@Tag("redis")
class DropInCommandsTest {
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();
    private static final int JOBS = 1_000;
    private static final int TRICKLE = Integer.getInteger("turnout.commands.trickle", 8);
    private static final Duration GAP = Duration.ofMillis(200);

    /** So long that nothing but jobs makes a server ask. */
    private static final Duration NO_POLL = Duration.ofMinutes(10);

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

    /** Jobs that come one by one cost as much: a job wakes once, when it is old enough, and where servers are several, one of them. */
    @ParameterizedTest
    @CsvSource({"1, 1000", "3, 1000"})
    void andSoDoesOneThatComesAlone(int servers, int ageMillis) {
        try (DropInRig rig = new DropInRig()) {
            rig.reset();
            JobScheduler scheduler = new JobScheduler(rig.provider(MAPPER));
            List<StorageProvider> providers =
                    Stream.generate(() -> rig.provider(MAPPER)).limit(servers).toList();
            rig.redis().set("app:turnout:age", Integer.toString(ageMillis * 1_000));
            List<BackgroundJobServer> all = providers.stream()
                    .map(provider -> rig.server(provider, MAPPER, 8, NO_POLL))
                    .toList();
            await().until(() -> all.stream().allMatch(BackgroundJobServer::isRunning)
                    && rig.redis().zcard("app:backgroundjobservers:created") == servers);
            beat(providers, all);
            scheduler.<Freight>enqueue(freight -> freight.haul("warm"));
            await().atMost(Duration.ofSeconds(20)).until(() -> rig.redis().zcard("app:queue:jobs:SUCCEEDED") == 1);

            double commands = rig.commandsAJob(TRICKLE, true, name -> {
                scheduler.<Freight>enqueue(freight -> freight.haul(name));
                LockSupport.parkNanos(GAP.toNanos());
            });

            System.out.printf(
                    "commands a job, one every %d ms, %d drop-in server(s), minimum age %d ms: %.2f%n",
                    GAP.toMillis(), servers, ageMillis, commands);
            assertThat(commands).isLessThanOrEqualTo(servers == 1 ? 4 : 6);
        }
    }

    /** What a poll does: a server hears which turn is its own. */
    private static void beat(List<StorageProvider> providers, List<BackgroundJobServer> servers) {
        for (int i = 0; i < servers.size(); i++) {
            providers.get(i).signalBackgroundJobServerAlive(servers.get(i).getServerStatus());
        }
    }
}
