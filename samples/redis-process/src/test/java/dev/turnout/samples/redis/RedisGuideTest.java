// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;

// The code in docs/testing.md, run.
// region redis
@RedisServer(settings = {"--maxmemory", "64mb"})
class RedisGuideTest {
    @Test
    void theFirstVisitIsNumberOne(TestRedis redis) {
        try (RedisClient client = RedisClient.create(redis.uri())) {
            long visits = client.connect().sync().incr(redis.prefix() + "visits");

            assertThat(visits).isEqualTo(1);
        }
    }
}
// end
