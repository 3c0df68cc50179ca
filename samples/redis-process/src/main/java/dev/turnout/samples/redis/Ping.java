// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Short conversations with a server. Each blocks its caller, at most some seconds. */
final class Ping {
    private static final Duration READY_WITHIN = Duration.ofSeconds(20);
    private static final Duration BETWEEN = Duration.ofMillis(40);

    private Ping() {}

    /** Waits until the server answers; gives its product and version, {@code Redis 7.0.15} or {@code Valkey 8.0.1}. */
    static String untilReady(String uri, BooleanSupplier alive) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (true) {
            try {
                return ask(uri, Ping::version);
            } catch (RedisException notYet) {
                if (!alive.getAsBoolean() || System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("Redis at " + uri + " does not answer", notYet);
                }
                pause();
            }
        }
    }

    static <T> T ask(String uri, Function<RedisCommands<String, String>, T> question) {
        DefaultClientResources threads = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        RedisURI address = RedisURI.create(uri);
        address.setTimeout(Duration.ofSeconds(5));
        RedisClient client = RedisClient.create(threads, address);
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
            threads.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    /** Product and version. Valkey calls itself Redis 7.2.4 for old clients, and says beside it what it is. */
    private static String version(RedisCommands<String, String> server) {
        Map<String, String> said = server.info("server")
                .lines()
                .map(line -> line.strip().split(":", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (first, again) -> first));
        String valkey = said.get("valkey_version");
        return valkey == null
                ? "Redis " + said.getOrDefault("redis_version", "of unknown version")
                : "Valkey " + valkey;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a Redis was starting", stop);
        }
    }
}
