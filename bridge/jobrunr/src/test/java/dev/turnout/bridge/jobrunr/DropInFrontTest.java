// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A drop-in server behind jobs of the other pool, as a stock application puts them in: nobody has said whose they are. */
@Tag("redis")
class DropInFrontTest {
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();
    private static final int FRONT = Integer.getInteger("turnout.front.jobs", 12_000);
    private static final Duration NO_POLL = Duration.ofMinutes(10);

    /** More than one call looks at: so it goes on by itself, poll or not. */
    @Test
    void itGoesOnLookingUntilItHasComeToItsOwn() {
        try (DropInRig rig = new DropInRig()) {
            rig.reset();
            StorageProvider storage = rig.provider(MAPPER);
            JobScheduler scheduler = new JobScheduler(storage);
            rig.route("dev.turnout.bridge.jobrunr.DropInRig$Freight#derail(java.lang.String)", "100");
            String pattern = scheduler
                    .<Freight>enqueue(freight -> freight.derail("foreign"))
                    .toString();
            stock(rig, pattern);
            scheduler.<Freight>enqueue(freight -> freight.haul("own"));
            long start = System.nanoTime();

            rig.server(storage, MAPPER, 8, NO_POLL);

            await().atMost(Duration.ofSeconds(60)).until(() -> Freight.RUNS.containsKey("own"));
            System.out.printf(
                    "drop-in server, cold: an own job behind %d of the async pool's was run after %d ms%n",
                    FRONT, (System.nanoTime() - start) / 1_000_000);
            assertThat(Freight.RUNS).doesNotContainKey("foreign");
        }
    }

    private static void stock(DropInRig rig, String pattern) {
        String body = rig.redis().get("app:job:" + pattern);
        double score = rig.redis().zscore("app:queue:jobs:ENQUEUED", pattern);
        try (StatefulRedisConnection<String, String> pipe = rig.client.connect()) {
            pipe.setAutoFlushCommands(false);
            List<RedisFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < FRONT; i++) {
                String id = UUID.randomUUID().toString();
                sent.add(pipe.async().set("app:job:" + id, body.replace(pattern, id)));
                sent.add(pipe.async().set("app:job:" + id + ":version", "1"));
                sent.add(pipe.async().zadd("app:queue:jobs:ENQUEUED", score, id));
            }
            pipe.flushCommands();
            LettuceFutures.awaitAll(Duration.ofSeconds(60), sent.toArray(RedisFuture[]::new));
        }
    }
}
