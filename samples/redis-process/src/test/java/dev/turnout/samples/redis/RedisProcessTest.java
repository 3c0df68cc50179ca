// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("redis")
class RedisProcessTest {
    @Test
    void aStartedServerAnswersAndSaysWhereItComesFrom() {
        try (RedisProcess redis = RedisProcess.start()) {
            String set = Ping.ask(redis.uri(), commands -> commands.set("key", "value"));

            assertThat(set).isEqualTo("OK");
            assertThat(redis.source()).matches(".+, (Redis|Valkey) \\d+\\.\\d+\\.\\d+");
        }
    }

    @Test
    void theServerThatIsNamedIsStarted(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("no-server"), "#!/bin/sh\necho I am no Redis\nexit 1\n");
        assumeTrue(script.toFile().setExecutable(true));

        assertThatThrownBy(() -> startNamed(script)).hasMessageContaining("I am no Redis");
        try (RedisProcess redis = startNamed(Path.of("embedded"))) {
            assertThat(redis.source()).startsWith("embedded binary, Redis 6.2.");
        }
    }

    @Test
    void aNamedServerThatIsNotThereIsAnErrorAndNoOtherIsTaken(@TempDir Path folder) {
        assertThatThrownBy(() -> startNamed(folder.resolve("redis-server")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no other was tried");
    }

    private static RedisProcess startNamed(Path server) {
        String before = System.getProperty(Sources.SERVER_PROPERTY);
        System.setProperty(Sources.SERVER_PROPERTY, server.toString());
        try {
            return RedisProcess.start();
        } finally {
            if (before == null) {
                System.clearProperty(Sources.SERVER_PROPERTY);
            } else {
                System.setProperty(Sources.SERVER_PROPERTY, before);
            }
        }
    }

    @Test
    void everyServerIsNew() {
        try (RedisProcess first = RedisProcess.start()) {
            Ping.ask(first.uri(), commands -> commands.set("left", "over"));
        }
        try (RedisProcess second = RedisProcess.start()) {
            assertThat(Ping.<List<String>>ask(second.uri(), commands -> commands.keys("*")))
                    .isSubsetOf(GivenRedis.MARK);
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
    void aGivenDatabaseThatHoldsSomethingIsNeverTouched() {
        try (RedisProcess production = RedisProcess.start()) {
            assumeTrue(production.pid().isPresent(), "a server that we were given is marked already");
            Ping.ask(production.uri(), redis -> redis.set("queue", "jobs"));

            assertThatThrownBy(() -> GivenRedis.at(production.uri()))
                    .hasMessageContainingAll("TURNOUT-0436", "holds 1 keys", "Nothing was touched");

            assertThat(Ping.<List<String>>ask(production.uri(), redis -> redis.keys("*")))
                    .containsExactly("queue");
        }
    }

    @Test
    void aGivenDatabaseThatIsNoLongerOursIsNeverTouchedAgain() {
        try (RedisProcess shared = RedisProcess.start()) {
            assumeTrue(shared.pid().isPresent(), "a server that we were given is marked already");
            RedisProcess given = GivenRedis.at(shared.uri());
            Ping.ask(shared.uri(), redis -> redis.set("test", "data"));
            given.empty();
            assertThat(Ping.<List<String>>ask(shared.uri(), redis -> redis.keys("*")))
                    .containsExactly(GivenRedis.MARK);

            Ping.ask(shared.uri(), redis -> redis.flushdb() + redis.set("queue", "jobs"));

            assertThatThrownBy(given::empty).hasMessageContaining("TURNOUT-0436");
            assertThatThrownBy(() -> GivenRedis.at(shared.uri())).hasMessageContaining("TURNOUT-0436");
            given.close();
            assertThat(Ping.<List<String>>ask(shared.uri(), redis -> redis.keys("*")))
                    .containsExactly("queue");
        }
    }

    @Test
    void aGivenDatabaseIsLeftEmptyByTheLastThatUsesIt() {
        try (RedisProcess shared = RedisProcess.start()) {
            assumeTrue(shared.pid().isPresent(), "a server that we were given is marked already");
            RedisProcess first = GivenRedis.at(shared.uri());
            RedisProcess second = GivenRedis.at(shared.uri());

            first.close();
            first.close();
            second.empty();
            second.close();

            assertThat(Ping.<Long>ask(shared.uri(), redis -> redis.dbsize())).isZero();
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
