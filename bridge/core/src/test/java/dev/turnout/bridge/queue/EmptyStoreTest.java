// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An async worker comes first to an empty store, and an unmodified JobRunr 7.5.3 server after it. */
@Tag("redis")
class EmptyStoreTest {
    private Rig rig;

    /** What the stock server runs. */
    public static final class Work {
        static final AtomicInteger RUNS = new AtomicInteger();

        public void run() {
            RUNS.incrementAndGet();
        }
    }

    @BeforeEach
    void start() {
        rig = new Rig();
    }

    @AfterEach
    void stop() {
        JobRunr.destroy();
        rig.close();
    }

    @Test
    void theFirstWorkerSaysWhichVersionTheStoreHasAndNobodyOverwritesIt() {
        Rig.get(rig.open().presence().announce());

        Map<String, String> said = rig.redis().hgetall(rig.keys.databaseVersion());
        assertThat(said)
                .hasSize(6)
                .containsEntry("id", "database_version-cluster")
                .containsEntry("name", "database_version")
                .containsEntry("owner", "cluster")
                .containsEntry("value", "6.0.0")
                .containsKeys("createdAt", "updatedAt");
        assertThat(rig.redis().smembers(rig.keys.metadata())).containsExactly(rig.keys.databaseVersion());
        rig.redis().hset(rig.keys.databaseVersion(), "value", "5.0.0");
        Rig.get(rig.open().presence().announce());
        assertThat(rig.redis().hget(rig.keys.databaseVersion(), "value")).isEqualTo("5.0.0");
    }

    @Test
    void aStockServerThatComesLaterWorks() {
        LegacyQueueOptions options = Rig.options().lease(Duration.ofSeconds(10));
        Rig.get(rig.open(options).presence().announce());
        StorageProvider storage = jobRunrsOwn();

        JobScheduler scheduler = JobRunr.configure()
                .useJsonMapper(new JacksonJsonMapper())
                .useStorageProvider(storage)
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(1)
                        .andPollInterval(Duration.ofSeconds(5)))
                .initialize()
                .getJobScheduler();
        scheduler.<Work>enqueue(Work::run);

        await().atMost(20, TimeUnit.SECONDS).until(() -> Work.RUNS.get() == 1);
        assertThat(storage.getMetadata("database_version", "cluster").getValue())
                .isEqualTo("6.0.0");
        assertThat(storage.getLongestRunningBackgroundJobServerId()).isNotEqualTo(options.workerId());
    }

    @SuppressWarnings("deprecation") // the provider that users of 7.5.3 have; JobRunr announces its end
    private StorageProvider jobRunrsOwn() {
        return new org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider(rig.client(), Rig.PREFIX);
    }
}
