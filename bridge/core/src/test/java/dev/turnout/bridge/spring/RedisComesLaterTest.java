// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.queue.Rig;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.WorkerHealth;
import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.redis.RedisFault;
import dev.turnout.runtime.spring.TaskQueueAutoConfiguration;
import dev.turnout.runtime.spring.TurnoutAutoConfiguration;
import dev.turnout.runtime.spring.WorkerLifecycle;
import dev.turnout.runtime.task.AsyncTask;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** An application that is started while Redis is away, as all of them are when machines come back together. */
@Tag("redis")
@Timeout(90)
public class RedisComesLaterTest {
    private final Post post = new Post();
    private Rig rig;
    private Gate gate;

    @BeforeEach
    void startRedisBehindAClosedGate() throws IOException {
        rig = new Rig();
        rig.reset();
        gate = new Gate(rig.uri());
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        rig.close();
    }

    @Test
    void theApplicationStartsAndItsWorkerEntersTheQueueWhenRedisComes() {
        try (var context = context(Map.of("turnout.queue.redis-uri", gate.uri()), null)) {
            startsWithoutRedisAndWorksWithIt(context);
        }
    }

    @Test
    void theSameOverTheApplicationsOwnClient() {
        RedisClient client = RedisClient.create(gate.uri());
        try (var context = context(Map.of(), client)) {
            startsWithoutRedisAndWorksWithIt(context);
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void turnoutsCommandIsToldAtOnceForItEndsWithAnExitCode() {
        Throwable refused = catchThrowable(
                () -> context(Map.of("turnout.queue.redis-uri", gate.uri(), ProcessAutoConfiguration.RUN, "x"), null)
                        .close());

        assertThat(refused).hasRootCauseInstanceOf(Exception.class).hasStackTraceContaining("TURNOUT-0501");
    }

    private void startsWithoutRedisAndWorksWithIt(AnnotationConfigApplicationContext context) {
        TaskQueue tasks = context.getBean(TaskQueue.class);
        WorkerLifecycle lifecycle = context.getBean(WorkerLifecycle.class);
        WorkerHealth without = lifecycle.worker().orElseThrow().health();
        assertThat(without.alive()).isTrue();
        assertThat(without.registered()).isFalse();
        assertThat(without.claiming()).isFalse();
        assertThat(catchThrowable(
                        () -> tasks.blocking().enqueue(Post::stamp, "early").send()))
                .isInstanceOf(RedisFault.class)
                .hasMessageContaining("TURNOUT-0501 there is no connection to Redis");

        gate.open();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> lifecycle.worker().orElseThrow().health().claiming());
        tasks.blocking().enqueue(Post::stamp, "late").send();
        await().atMost(Duration.ofSeconds(60)).until(() -> post.stamped.equals(List.of("late")));
    }

    private AnnotationConfigApplicationContext context(Map<String, Object> where, RedisClient client) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("redis", where));
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "turnout.queue.layout",
                                "jobrunr",
                                "turnout.queue.key-prefix",
                                Rig.PREFIX,
                                "turnout.worker.enabled",
                                "true")));
        context.registerBean(Post.class, () -> post);
        if (client != null) {
            context.registerBean(RedisClient.class, () -> client, bean -> bean.setDestroyMethodName(""));
        }
        context.register(
                LegacyQueueAutoConfiguration.class, TurnoutAutoConfiguration.class, TaskQueueAutoConfiguration.class);
        context.refresh();
        return context;
    }

    /** The way to Redis. While it is closed, who comes is sent away at once. */
    private static final class Gate implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Set<Socket> through = ConcurrentHashMap.newKeySet();
        private final URI redis;
        private volatile boolean open;

        Gate(String redis) throws IOException {
            this.redis = URI.create(redis);
            begin(() -> {
                while (true) {
                    let(door.accept());
                }
            });
        }

        String uri() {
            return "redis://127.0.0.1:" + door.getLocalPort();
        }

        void open() {
            open = true;
        }

        private void let(Socket client) throws IOException {
            if (!open) {
                client.close();
                return;
            }
            Socket server = new Socket(redis.getHost(), redis.getPort());
            through.addAll(List.of(client, server));
            begin(() -> copy(client, server));
            begin(() -> copy(server, client));
        }

        private static void copy(Socket from, Socket to) throws IOException {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            }
        }

        private static void begin(Work work) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            work.run();
                        } catch (IOException over) {
                            // a side has gone; its other half goes with it
                        }
                    },
                    "gate");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            door.close();
            for (Socket socket : through) {
                socket.close();
            }
        }

        private interface Work {
            void run() throws IOException;
        }
    }

    public static class Post {
        final List<String> stamped = new CopyOnWriteArrayList<>();

        public void stamp(String letter) {
            Facade.await(() -> stampAsync(letter));
        }

        @AsyncTask
        public CompletionStage<Void> stampAsync(String letter) {
            stamped.add(letter);
            return Stages.done();
        }
    }
}
