// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("redis")
class LinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Script SET = Script.of(
            "set.lua", List.of(), "redis.call('SET', KEYS[1], ARGV[1]) return {redis.call('GET', KEYS[1]), 7}");

    private static RedisProcess process;
    private static RedisClient client;
    private static RedisCommands<String, String> redis;
    private Link link = Link.to(process.uri(), PATIENCE);

    @BeforeAll
    static void start() {
        process = RedisProcess.start();
        client = RedisClient.create(process.uri());
        redis = client.connect().sync();
    }

    @AfterAll
    static void stop() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.close();
    }

    @BeforeEach
    void empty() {
        process.empty(redis);
    }

    @AfterEach
    void closeLink() {
        link.close();
    }

    @Test
    void aScriptIsLoadedWhenRedisDoesNotKnowIt() {
        redis.scriptFlush();

        assertThat(get(link.run(SET, List.of("k"), List.of("v")))).containsExactly("v", 7L);
        assertThat(get(link.run(SET, List.of("k"), List.of("w")))).containsExactly("w", 7L);
    }

    @Test
    void whatWasInFlightWhenTheConnectionBrokeFailsAndIsNotSentAgain() {
        replayNothing();
    }

    /** The application's own client has auto-reconnect on; our connection over it replays nothing all the same. */
    @Test
    void overTheApplicationsClientNothingIsSentAgainEither() {
        link.close();
        link = Link.over(client, PATIENCE);

        replayNothing();
    }

    private void replayNothing() {
        CompletionStage<?> taking = link.send(connected -> connected.blpop(0, "list"));
        await().until(() -> redis.clientList().contains("cmd=blpop"));

        redis.clientKill(KillArgs.Builder.typeNormal().skipme());

        RedisFault fault = (RedisFault) catchThrowable(() -> get(taking)).getCause();
        assertThat(fault.kind()).isEqualTo(RedisFault.Kind.CONNECTION);
        assertThat(fault.mayHaveHappened()).isTrue();
        await().until(() -> "PONG".equals(get(link.send(up -> up.ping()).exceptionally(down -> "not yet"))));
        redis.rpush("list", "kept");
        Long length = get(link.send(connected -> connected.llen("list")));
        assertThat(length).isEqualTo(1);
    }

    /** There is room for one connection, and two are wanted: the first must not stay open when the second is refused. */
    @Test
    void aConnectionForMessagesThatIsRefusedLeavesNoOtherOneOpen() {
        link.hear("channel", message -> {});
        await().until(() -> redis.pubsubNumsub("channel").get("channel") == 1);
        int others = clients() - 2;
        redis.configSet("maxclients", Integer.toString(others + 1));
        try {
            redis.clientKill(KillArgs.Builder.typePubsub().skipme());
            await().atMost(Duration.ofSeconds(20)).until(() -> refused() > 1);

            await().atMost(Duration.ofSeconds(20)).until(() -> clients() == others);
        } finally {
            redis.configSet("maxclients", "1000");
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> redis.pubsubNumsub("channel").get("channel") == 1);
    }

    private static int clients() {
        return (int) redis.clientList().lines().count();
    }

    private static long refused() {
        return redis.info("stats")
                .lines()
                .filter(line -> line.startsWith("rejected_connections:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noAnswerInTimeIsATimeOut() {
        link.close();
        link = Link.to(process.uri(), Duration.ofMillis(50));

        assertThat(fault(link.send(connected -> connected.blpop(1, "nothing")))).isEqualTo(RedisFault.Kind.TIMEOUT);
    }

    @Test
    void errorsOfRedisAreToldApart() {
        redis.set("text", "x");

        assertThat(fault(link.send(connected -> connected.llen("text")))).isEqualTo(RedisFault.Kind.WRONG_TYPE);
        redis.configSet("maxmemory", "1");
        try {
            assertThat(fault(link.run(SET, List.of("k"), List.of("v")))).isEqualTo(RedisFault.Kind.OUT_OF_MEMORY);
        } finally {
            redis.configSet("maxmemory", "0");
        }
        link.close();
        assertThat(fault(link.send(connected -> connected.ping()))).isEqualTo(RedisFault.Kind.CLOSED);
    }

    @Test
    void anAnswerThatCannotBeReadIsNotSaidToBeALostConnection() {
        RedisFault fault = RedisFault.classify(new IndexOutOfBoundsException("Index 4 out of bounds"));

        assertThat(fault.kind()).isEqualTo(RedisFault.Kind.UNREADABLE);
        assertThat(fault)
                .hasMessageContaining("an answer of Redis cannot be read")
                .hasMessageContaining("Index 4");
        assertThat(fault.mayHaveHappened()).isTrue();
    }

    @Test
    void messagesAreHeardAgainAfterTheConnectionBroke() {
        List<String> heard = new CopyOnWriteArrayList<>();
        link.hear("channel", heard::add);
        await().until(() -> heard.contains(""));
        heard.clear();

        redis.clientKill(KillArgs.Builder.typePubsub());

        await().until(() -> heard.contains(""));
        redis.publish("channel", "hello");
        await().until(() -> heard.contains("hello"));
    }

    /** By the name of their type, which belongs to Netty: every client that we run on has to show it. */
    @Test
    void aFacadeIsRefusedOnTheThreadsOfTheConnection() {
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        link.hear("channel", message -> refused.add(catchThrowable(() -> Facade.await(Stages::done))));

        await().until(() -> !refused.isEmpty());

        assertThat(refused.get(0)).hasMessageContaining("TURNOUT-0202");
    }

    @Test
    void aRedisThatCannotBeReachedIsSaidAtOnce() {
        assertThatThrownBy(() -> Link.to("redis://127.0.0.1:1", PATIENCE))
                .isInstanceOf(RedisFault.class)
                .hasMessageContaining("TURNOUT-0501")
                .hasMessageContaining("check that Redis is up");
    }

    @Test
    void aRedisThatIsAwayIsWaitedForWhereThatIsAskedFor() {
        try (Link waits = Link.awaiting("redis://127.0.0.1:1", PATIENCE)) {
            assertThat(fault(waits.send(commands -> commands.ping()))).isEqualTo(RedisFault.Kind.CONNECTION);
        }
    }

    @Test
    void credentialsThatRedisRefusesAreSaidAtOnceForTheyDoNotPass() {
        String refused = process.uri().replace("redis://", "redis://nobody:secret@");

        assertThatThrownBy(() -> Link.awaiting(refused, PATIENCE).close())
                .isInstanceOf(RedisFault.class)
                .hasMessageContainingAll("NOT_ALLOWED", "WRONGPASS", "check user, password and ACL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aClientWithoutAnAddressIsNotWaitedFor() {
        RedisClient lost = RedisClient.create();

        assertThatThrownBy(() -> Link.awaiting(lost, PATIENCE).close()).isInstanceOf(RedisFault.class);

        lost.shutdown(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void aScriptWithoutAHeaderIsRefused() {
        assertThatThrownBy(() -> Scripts.load(LinkTest.class, "bare.lua")).hasMessageContaining("TURNOUT-0503");
        assertThatThrownBy(() -> Scripts.load(LinkTest.class, "none.lua")).hasMessageContaining("TURNOUT-0504");
    }

    private static RedisFault.Kind fault(CompletionStage<?> stage) {
        return ((RedisFault) catchThrowable(() -> get(stage)).getCause()).kind();
    }

    private static <T> T get(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
