// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the queue is, as an application says it. */
class AddressTest {
    @TempDir
    private Path folder;

    @Test
    void aYamlOfSpringBootIsEnough() throws IOException {
        write("src/main/resources/application.yml", """
                spring:
                  data:
                    redis:
                      host: cache.acme.internal
                      port: 6380
                      password: ${REDIS_PASSWORD:none}
                      database: 2
                      ssl:
                        enabled: true
                org.jobrunr.database.table-prefix: app
                ---
                spring.config.activate.on-profile: test
                spring.data.redis.host: never
                """);

        Address address = find(Map.of("REDIS_PASSWORD", "p@ss/word"), Optional.empty());

        assertThat(address.uri()).isEqualTo("rediss://:p%40ss%2Fword@cache.acme.internal:6380/2");
        assertThat(address.prefix()).isEqualTo("app");
        assertThat(address.toString()).doesNotContain("ss");
    }

    @Test
    void aProfileGoesBeforeWhatHoldsForAll() throws IOException {
        write("application.properties", "spring.data.redis.host=one\njobrunr.database.table-prefix=mine");
        write("application-prod.properties", "spring.data.redis.host=two");

        assertThat(find(Map.of(), Optional.of("prod"))).isEqualTo(new Address("redis://two:6379", "mine"));
    }

    @Test
    void sentinelsAreNamedWithTheirMaster() throws IOException {
        write(
                "application.properties",
                "spring.data.redis.sentinel.master=main\nspring.data.redis.sentinel.nodes=a:26379, b:26379");

        assertThat(find(Map.of(), Optional.empty()).uri()).isEqualTo("redis-sentinel://a:26379,b:26379#main");
    }

    @Test
    void theEnvironmentGoesBeforeTheApplicationAndAFileBeforeBoth() throws IOException {
        write("application.properties", "turnout.queue.redis-uri=redis://app:1");
        Path file = write("ops.properties", "turnout.queue.redis-uri=redis://ops:1");
        Map<String, String> environment = Map.of("TURNOUT_REDIS_URI", "redis://env:1");

        assertThat(find(environment, Optional.empty()).uri()).isEqualTo("redis://env:1");
        assertThat(Address.find(Optional.of(file), Optional.empty(), folder, environment::get)
                        .uri())
                .isEqualTo("redis://ops:1");
    }

    @Test
    void nothingIsGuessed() throws IOException {
        assertThatThrownBy(() -> find(Map.of(), Optional.empty())).hasMessageContaining("TURNOUT-0429");

        write("application.properties", "spring.data.redis.url=redis://:${SECRET}@host:1");
        assertThatThrownBy(() -> find(Map.of(), Optional.empty()))
                .hasMessageContaining("TURNOUT-0431")
                .hasMessageContaining("${SECRET}");

        write("application.yml", "spring: [");
        assertThatThrownBy(() -> find(Map.of(), Optional.empty())).hasMessageContaining("TURNOUT-0430");
    }

    private Address find(Map<String, String> environment, Optional<String> profile) {
        return Address.find(Optional.empty(), profile, folder, environment::get);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
