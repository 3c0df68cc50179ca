// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import dev.turnout.bridge.jobrunr.PlainApplication;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JobRunr 7.5 on its own Redis provider, with the awaiting jar alone. */
@SuppressWarnings("deprecation") // the provider is
@Tag("redis")
@Timeout(180)
class ApplicationOnRedisTest {
    @Test
    void fiveHundredJobsAreInFlightOnFourThreads() {
        try (RedisProcess redis = RedisProcess.start();
                RedisClient client = RedisClient.create(redis.uri());
                PlainApplication application = new PlainApplication(new LettuceRedisStorageProvider(client), 4, 500)) {
            application.holdsMoreJobsThanThreads();
        }
    }
}
