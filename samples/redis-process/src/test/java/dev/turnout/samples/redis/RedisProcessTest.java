// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class RedisProcessTest {
    @Test
    void aStartedServerAnswersAndSaysWhereItComesFrom() {
        try (RedisProcess redis = RedisProcess.start()) {
            String set = Ping.ask(redis.uri(), commands -> commands.set("key", "value"));

            assertThat(set).isEqualTo("OK");
            assertThat(redis.source()).isNotBlank();
        }
    }

    @Test
    void everyServerIsNew() {
        try (RedisProcess first = RedisProcess.start()) {
            Ping.ask(first.uri(), commands -> commands.set("left", "over"));
        }
        try (RedisProcess second = RedisProcess.start()) {
            assertThat(Ping.<Long>ask(second.uri(), commands -> commands.dbsize()))
                    .isZero();
        }
    }

    @Test
    void aCrashKeepsWhatAofAlwaysHasWritten() {
        try (RedisProcess redis = RedisProcess.start(RedisOptions.aof(RedisOptions.Persistence.AOF_ALWAYS))) {
            assumeTrue(redis.pid().isPresent(), "only a process of ours can be killed");
            Ping.ask(redis.uri(), commands -> commands.set("key", "value"));

            redis.crashAndRestart();

            assertThat(Ping.<String>ask(redis.uri(), commands -> commands.get("key")))
                    .isEqualTo("value");
        }
    }

    @Test
    void aClosedServerIsGone() {
        RedisProcess redis = RedisProcess.start();
        assumeTrue(redis.pid().isPresent(), "only a process of ours ends");
        redis.close();

        assertThatThrownBy(() -> Ping.ask(redis.uri(), commands -> commands.ping()))
                .isInstanceOf(io.lettuce.core.RedisConnectionException.class);
    }
}
