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
        assertThat(address).hasToString("rediss://***@cache.acme.internal:6380/2, key prefix app");
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
    void aLaterDocumentThatIsActiveGoesBeforeAnEarlierOne() throws IOException {
        write("application.yml", """
                spring.data.redis.host: localhost
                org.jobrunr.database.table-prefix: dev
                ---
                spring.config.activate.on-profile: prod
                spring.data.redis.host: prod
                org.jobrunr.database.table-prefix: app
                ---
                spring.config.activate.on-profile: "!prod & !test, staging"
                spring.data.redis.port: 7000
                """);

        assertThat(find(Map.of(), Optional.of("prod"))).isEqualTo(new Address("redis://prod:6379", "app"));
        assertThat(find(Map.of(), Optional.empty())).isEqualTo(new Address("redis://localhost:7000", "dev"));
        assertThat(find(Map.of("SPRING_PROFILES_ACTIVE", "eu,staging"), Optional.empty()))
                .isEqualTo(new Address("redis://localhost:7000", "dev"));
    }

    @Test
    void aPropertiesFileHasDocumentsTooAndNamesItsProfile() throws IOException {
        write("application.properties", """
                spring.data.redis.host=localhost
                #---
                spring.config.activate.on-profile=prod
                spring.data.redis.host=prod
                !---
                spring.config.activate.on-profile=test
                spring.data.redis.host=test
                """);
        assertThat(find(Map.of(), Optional.empty()).uri()).isEqualTo("redis://localhost:6379");
        assertThat(find(Map.of(), Optional.of("prod")).uri()).isEqualTo("redis://prod:6379");

        write("application.properties", """
                spring.profiles.active=prod
                spring.data.redis.host=localhost
                #---
                spring.config.activate.on-profile=prod
                spring.data.redis.host=prod
                """);
        assertThat(find(Map.of(), Optional.empty()).uri()).isEqualTo("redis://prod:6379");
    }

    @Test
    void aFilesPrefixGoesBeforeTheEnvironment() throws IOException {
        Path file = write("ops.properties", "turnout.queue.redis-uri=redis://ops:1\nturnout.queue.key-prefix=opsapp");
        Path silent = write("silent.properties", "turnout.queue.redis-uri=redis://ops:1");
        Map<String, String> environment = Map.of("TURNOUT_KEY_PREFIX", "other");

        assertThat(Address.find(Optional.of(file), Optional.empty(), folder, environment::get)
                        .prefix())
                .isEqualTo("opsapp");
        assertThat(Address.find(Optional.of(silent), Optional.empty(), folder, environment::get)
                        .prefix())
                .isEqualTo("other");
    }

    @Test
    void variablesOfSpringGoBeforeItsFilesAndNamesAreMatchedLoosely() throws IOException {
        write("application.yml", """
                spring.data.redis.host: localhost
                org.jobrunr.database.tablePrefix: app
                """);
        Map<String, String> environment = Map.of("SPRING_DATA_REDIS_HOST", "prod", "SPRING_DATA_REDIS_PORT", "7000");

        assertThat(find(environment, Optional.empty())).isEqualTo(new Address("redis://prod:7000", "app"));
        assertThat(find(Map.of("ORG_JOBRUNR_DATABASE_TABLEPREFIX", "a"), Optional.empty())
                        .prefix())
                .isEqualTo("a");
        assertThat(find(Map.of("ORG_JOBRUNR_DATABASE_TABLE_PREFIX", "b"), Optional.empty())
                        .prefix())
                .isEqualTo("b");
    }

    @Test
    void whatLiesOutsideTheJarGoesBeforeWhatLiesInIt() throws IOException {
        write("src/main/resources/application-prod.yml", "spring.data.redis: {host: packaged, port: 1}");
        write("src/main/resources/config/application.yml", "spring.data.redis: {host: never, database: 3}");
        write("config/application.yml", "spring.data.redis: {host: outside}");

        assertThat(find(Map.of(), Optional.of("prod")).uri()).isEqualTo("redis://outside:1/3");
    }

    @Test
    void sentinelsGetTheirOwnPassword() throws IOException {
        write("application.yml", """
                spring.data.redis:
                  password: p
                  sentinel: {master: main, nodes: [a:26379, b:26379], username: watcher, password: sp}
                """);

        Address address = find(Map.of(), Optional.empty());

        assertThat(address.redis().uri().getSentinels())
                .hasSize(2)
                .allSatisfy(sentinel -> assertThat(sentinel.getCredentialsProvider()
                                .resolveCredentials()
                                .block())
                        .satisfies(login -> {
                            assertThat(login.getUsername()).isEqualTo("watcher");
                            assertThat(login.getPassword()).containsExactly('s', 'p');
                        }));
        assertThat(address.redis()
                        .uri()
                        .getCredentialsProvider()
                        .resolveCredentials()
                        .block()
                        .getPassword())
                .containsExactly('p');
    }

    @Test
    void nothingIsGuessed() throws IOException {
        assertThatThrownBy(() -> find(Map.of(), Optional.empty())).hasMessageContaining("TURNOUT-0429");

        write("application.properties", "spring.data.redis.url=redis://:${SECRET}@host:1");
        assertThatThrownBy(() -> find(Map.of(), Optional.empty()))
                .hasMessageContaining("TURNOUT-0431")
                .hasMessageContaining("${SECRET}");

        write("application.yml", "spring.password: [s3cret");
        assertThatThrownBy(() -> find(Map.of(), Optional.empty()))
                .hasMessageContaining("TURNOUT-0430")
                .hasMessageNotContaining("s3cret");

        write("application.yml", "spring.config.activate.on-profile: (a | b) & c");
        assertThatThrownBy(() -> find(Map.of(), Optional.empty())).hasMessageContaining("TURNOUT-0652");

        write("application.yml", "spring.data.redis.url: redis://:s3cret^word@host:1");
        Files.delete(folder.resolve("application.properties"));
        assertThatThrownBy(() -> find(Map.of(), Optional.empty()))
                .hasMessageContaining("TURNOUT-0651")
                .hasMessageContaining("redis://***@host:1")
                .hasNoCause();
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
