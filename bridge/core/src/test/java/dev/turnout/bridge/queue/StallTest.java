// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.arq.Logged;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.redis.RedisFault;
import dev.turnout.runtime.task.WorkerOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code of the application blocks the event loops of its own client, over which the queue was opened. */
@Tag("redis")
@Timeout(60)
class StallTest {
    private static final int LOOPS = 2; // Lettuce has no fewer

    private final Rig rig = new Rig();
    private final ClientResources resources =
            ClientResources.builder().ioThreadPoolSize(LOOPS).build();
    private final RedisClient client = RedisClient.create(resources, rig.uri());
    private final CountDownLatch held = new CountDownLatch(LOOPS);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void empty() {
        rig.reset();
    }

    @AfterEach
    void close() {
        release.countDown();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        resources.shutdown(0, 1, TimeUnit.SECONDS);
        rig.close();
    }

    @Test
    void whoBlocksTheThreadThatReadsTheAnswersIsNamedToEverybody() {
        List<WorkerListener.LoopBlock> blocks = new CopyOnWriteArrayList<>();
        try (Logged log = Logged.by("dev.turnout.runtime.internal.ConnectionWatch");
                LegacyQueue queue = LegacyQueue.open(client, Rig.options());
                Worker worker = Worker.on(queue)
                        .options(WorkerOptions.with()
                                .blockedAfter(Duration.ofMillis(100))
                                .deadAfter(Duration.ofSeconds(1)))
                        .listener(new WorkerListener() {
                            @Override
                            public void blocked(LoopBlock block) {
                                blocks.add(block);
                            }
                        })
                        .closesOnExit(false)
                        .build()
                        .start()) {
            await().until(() -> worker.health().claiming());
            assertThat(worker.health().stall()).isEmpty();

            holdAllLoops();

            await().until(() -> !blocks.isEmpty());
            assertThat(blocks).singleElement().satisfies(block -> {
                assertThat(block.claim()).isEmpty();
                assertThat(block.thread()).startsWith("lettuce-");
                assertThat(block.stack())
                        .anyMatch(frame -> frame.getMethodName().equals("holdThisThread"));
            });
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("TURNOUT-0417", blocks.get(0).thread(), "StallTest.holdThisThread(StallTest.java:");
            assertThat(worker.health().claiming()).isFalse();
            assertThat(worker.health().stall().orElseThrow().at()).contains("StallTest.holdThisThread(");
            await().until(() -> !worker.health().alive());

            release.countDown();

            await().until(() -> worker.health().alive() && worker.health().claiming());
            assertThat(worker.health().stall()).isEmpty();
            assertThat(blocks).as("one blockage is told once").hasSize(1);
        }
    }

    @Test
    void aTimeOutNamesWhoHoldsTheThreadAndNotTheNetwork() {
        try (Link link = Link.over(client, Duration.ofMillis(300))) {
            Rig.get(link.send(redis -> redis.ping()));
            assertThat(link.stall(Duration.ZERO)).isEmpty();
            holdAllLoops();

            RedisFault fault = fault(link);

            assertThat(fault.kind()).isEqualTo(RedisFault.Kind.TIMEOUT);
            assertThat(fault.mayHaveHappened()).isTrue();
            assertThat(fault)
                    .hasMessageContaining("TURNOUT-0501")
                    .hasMessageContaining("lettuce-")
                    .hasMessageContaining("is held at " + StallTest.class.getName() + ".holdThisThread(")
                    .hasMessageNotContaining("SLOWLOG");
        }
    }

    @Test
    void aRedisThatIsSilentIsNoStall() {
        try (Link link = Link.over(client, Duration.ofMillis(300))) {
            Rig.get(link.send(redis -> redis.ping()));
            var waiting = link.send(redis -> redis.blpop(1, "nothing"));

            assertThat(link.stall(Duration.ZERO)).isEmpty();

            RedisFault fault = (RedisFault) Rig.get(waiting.handle((value, thrown) -> thrown));
            assertThat(fault.kind()).isEqualTo(RedisFault.Kind.TIMEOUT);
            assertThat(fault).hasMessageContaining("SLOWLOG");
            assertThat(link.stall(Duration.ZERO)).isEmpty();
        }
    }

    private static RedisFault fault(Link link) {
        return (RedisFault) Rig.get(link.send(redis -> redis.ping()).handle((value, thrown) -> thrown));
    }

    /** Connections are given to the loops in turn, so a few of the application's reach them all, and ours with them. */
    private void holdAllLoops() {
        Map<String, StatefulRedisConnection<String, String>> byLoop = new HashMap<>();
        await().until(() -> {
            StatefulRedisConnection<String, String> connection = client.connect();
            byLoop.putIfAbsent(Rig.get(connection.async().blpop(0.05, "none").thenApply(none -> thread())), connection);
            return byLoop.size() == LOOPS;
        });
        byLoop.values()
                .forEach(connection -> connection.async().blpop(0.05, "none").thenAccept(none -> holdThisThread()));
        await().until(() -> held.getCount() == 0);
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    private void holdThisThread() {
        held.countDown();
        try {
            release.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
