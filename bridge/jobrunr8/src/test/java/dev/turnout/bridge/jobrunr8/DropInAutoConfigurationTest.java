// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jobrunr.jobs.JobId;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrInMemoryStorageAutoConfiguration;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A Boot application with JobRunr 8's starter and a Redis client. */
@Tag("redis")
class DropInAutoConfigurationTest {
    private static RedisProcess redis;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JobRunrAutoConfiguration.class,
                    JobRunrInMemoryStorageAutoConfiguration.class,
                    DropInAutoConfiguration.class))
            .withBean("redisClient", RedisClient.class, () -> RedisClient.create(redis.uri()))
            .withPropertyValues("jobrunr.database.table-prefix=app");

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    /** What is enqueued; public, because JobRunr calls it. */
    public static final class Work {
        public void run(String what) {
            throw new AssertionError(what);
        }
    }

    @Test
    void propertyPutsEverythingOnRedis() {
        application.withPropertyValues("turnout.legacy.pool=drop-in").run(context -> {
            assertThat(context).hasSingleBean(StorageProvider.class);
            assertThat(context.getBean(StorageProvider.class)).isInstanceOf(TurnoutStorageProvider.class);

            JobId id = context.getBean(JobScheduler.class).<Work>enqueue(work -> work.run("coal"));

            try (StatefulRedisConnection<String, String> connection =
                    context.getBean(RedisClient.class).connect()) {
                assertThat(connection.sync().get("app:job:" + id + ":version")).isEqualTo("1");
            }
        });
    }

    @Test
    void withoutThePropertyAndBesideAnotherProviderNothingIsChanged() {
        application
                .withPropertyValues("jobrunr.database.type=mem")
                .run(context -> assertThat(context).doesNotHaveBean(TurnoutStorageProvider.class));
        application
                .withPropertyValues("turnout.legacy.pool=drop-in")
                .withBean("mine", StorageProvider.class, InMemoryStorageProvider::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(StorageProvider.class)
                        .doesNotHaveBean(TurnoutStorageProvider.class));
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(DropInAutoConfiguration.class.getName());
    }
}
