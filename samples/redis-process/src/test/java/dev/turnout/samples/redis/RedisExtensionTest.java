// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.lettuce.core.RedisConnectionException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.TestAbortedException;

@Tag("redis")
class RedisExtensionTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void allTestsOfAClassHaveOneServerAndEachAnEmptyDatabaseAndAPrefixOfItsOwn() {
        EngineExecutionResults run = run(OneServer.class);

        run.testEvents().assertStatistics(stats -> stats.succeeded(20).failed(0));
        List<String> servers = SEEN.stream()
                .filter(line -> line.startsWith("server "))
                .distinct()
                .toList();
        assertThat(servers).hasSize(1);
        Set<String> prefixes = new HashSet<>(
                SEEN.stream().filter(line -> line.startsWith("prefix ")).toList());
        assertThat(prefixes).hasSize(20);
    }

    @Test
    void theServerIsGoneAfterTheClass() {
        assumeTrue(System.getenv(Sources.URI_VARIABLE) == null, "a server that we were given stays");

        run(OneServer.class);

        String uri = SEEN.get(0).substring("server ".length());
        assertThatThrownBy(() -> Ping.ask(uri, commands -> commands.ping()))
                .isInstanceOf(RedisConnectionException.class);
    }

    @Test
    void whereTheRedisComesFromIsReported() {
        EngineExecutionResults run = run(OneServer.class);

        assertThat(run.allEvents().reportingEntryPublished().stream()
                        .map(event -> event.getRequiredPayload(ReportEntry.class)
                                .getKeyValuePairs()
                                .get("redis")))
                .singleElement()
                .asString()
                .isNotBlank();
    }

    @Test
    void aNestedClassSharesTheServerUnlessItAsksForAnother() {
        assumeTrue(System.getenv(Sources.URI_VARIABLE) == null, "a server that we were given is the only one");

        run(Outer.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(3).failed(0));

        assertThat(SEEN).hasSize(3);
        assertThat(of("outer")).isEqualTo(of("sharing"));
        assertThat(of("own")).isNotEqualTo(of("outer"));
    }

    @Test
    void settingsReachTheServer() {
        assumeTrue(System.getenv(Sources.URI_VARIABLE) == null, "a server that we were given has its own");

        run(Configured.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(0));

        assertThat(SEEN).containsExactly("databases 3", "appendonly yes");
    }

    @Test
    void theExtensionMayStandOnAMethodAlone() {
        run(OnAMethod.class)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(0));

        assertThat(SEEN).containsExactly("PONG");
    }

    @Test
    void aConstructorCannotTakeTheDatabaseOfATestThatHasNotBegun() {
        EngineExecutionResults run = run(TooEarly.class);

        run.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message(text -> text.contains("TURNOUT-0387")))));
    }

    @Test
    void withoutARedisTheTestsFailWithASentenceThatSaysWhatToDo() {
        EngineExecutionResults run = run(Nowhere.class);

        run.testEvents().assertStatistics(stats -> stats.started(0));
        run.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(IllegalStateException.class),
                                message(
                                        "TURNOUT-0386 RedisExtensionTest$Nowhere needs a Redis and cannot run. No Redis can"
                                                + " be had here. Install Redis. To skip such tests instead:"
                                                + " -Dturnout.redis.absent=skip."))));
    }

    @Test
    void aClassMayPreferToBeSkipped() {
        assertThat(aborted(run(NowhereOrSkip.class)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage(
                        "TURNOUT-0386 RedisExtensionTest$NowhereOrSkip needs a Redis and is skipped. No Redis can be had"
                                + " here. Install Redis.");
    }

    @Test
    void aBuildMaySayForAllClassesWhetherTheyFailOrAreSkipped() {
        EngineExecutionResults skipping = kit(Nowhere.class)
                .configurationParameter(RedisExtension.ABSENT, "skip")
                .execute();
        EngineExecutionResults failing = kit(NowhereOrSkip.class)
                .configurationParameter(RedisExtension.ABSENT, "fail")
                .execute();

        assertThat(aborted(skipping)).isInstanceOf(TestAbortedException.class);
        assertThat(failing.containerEvents().failed().count()).isEqualTo(1);
    }

    private static Throwable aborted(EngineExecutionResults run) {
        Event event = run.containerEvents().aborted().stream().findFirst().orElseThrow();
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    private static EngineExecutionResults run(Class<?> sample) {
        return kit(sample).execute();
    }

    private static EngineTestKit.Builder kit(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(sample));
    }

    private static String of(String what) {
        return SEEN.stream()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> line.substring(what.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @RedisServer
    static class OneServer {
        private final RedisProcess server;

        OneServer(RedisProcess server) {
            this.server = server;
        }

        @BeforeAll
        static void see(RedisProcess server) {
            SEEN.add("server " + server.uri());
        }

        @BeforeEach
        void seeToo(TestRedis redis) {
            SEEN.add("prefix " + redis.prefix());
        }

        @RepeatedTest(20) // more than there are databases
        void theDatabaseIsEmpty(TestRedis redis) {
            SEEN.add("server " + server.uri());
            assertThat(redis.uri()).startsWith(server.uri());
            assertThat(redis.source()).isEqualTo(server.source());
            assertThat(Ping.<List<String>>ask(redis.uri(), commands -> commands.keys("*")))
                    .isSubsetOf(GivenRedis.MARK);
            Ping.ask(redis.uri(), commands -> commands.set(redis.prefix() + "key", "value"));
        }
    }

    @ExtendWith(RedisExtension.class)
    static class Outer {
        @Test
        void outer(RedisProcess server) {
            SEEN.add("outer " + server.uri());
        }

        @Nested
        class Sharing {
            @Test
            void sharing(RedisProcess server) {
                SEEN.add("sharing " + server.uri());
            }
        }

        @Nested
        @RedisServer
        class OfItsOwn {
            @Test
            void own(RedisProcess server) {
                SEEN.add("own " + server.uri());
            }
        }
    }

    @RedisServer(
            persistence = RedisOptions.Persistence.AOF_EVERYSEC,
            settings = {"--databases", "3"})
    static class Configured {
        @Test
        void hasThem(TestRedis redis) {
            SEEN.add("databases " + setting(redis, "databases"));
            SEEN.add("appendonly " + setting(redis, "appendonly"));
        }

        private static String setting(TestRedis redis, String name) {
            return Ping.ask(redis.uri(), commands -> commands.configGet(name).get(name));
        }
    }

    static class OnAMethod {
        @Test
        @ExtendWith(RedisExtension.class)
        void alone(TestRedis redis) {
            SEEN.add(Ping.ask(redis.uri(), commands -> commands.ping()));
        }
    }

    @RedisServer
    static class TooEarly {
        TooEarly(TestRedis redis) {
            SEEN.add(redis.uri());
        }

        @Test
        void neverBegins() {
            SEEN.add("begun");
        }
    }

    static class NoRedis extends RedisExtension {
        NoRedis() {
            super(options -> {
                throw new IllegalStateException("No Redis can be had here. Install Redis.");
            });
        }
    }

    @ExtendWith(NoRedis.class)
    static class Nowhere {
        @Test
        void neverBegins() {
            SEEN.add("begun");
        }
    }

    @ExtendWith(NoRedis.class) // the first one decides
    @RedisServer(orSkip = true)
    static class NowhereOrSkip {
        @Test
        void neverBegins() {
            SEEN.add("begun");
        }
    }
}
