// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.failover;

import static org.awaitility.Awaitility.await;

import dev.turnout.samples.redis.RedisOptions;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A primary, two replicas and three sentinels: six processes on this machine. */
final class SentinelGroup implements AutoCloseable {
    private static final String NAME = "turnout";
    private static final int SENTINELS = 3;
    private static final int DOWN_AFTER_MILLIS = 1_000;

    private final RedisProcess primary = RedisProcess.start();
    private final List<RedisProcess> replicas = new ArrayList<>();
    private final List<Process> sentinels = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final RedisClient client;
    private final StatefulRedisSentinelConnection<String, String> asked;

    SentinelGroup(Path folder) throws IOException {
        int port = URI.create(primary.uri()).getPort();
        for (int i = 0; i < 2; i++) {
            replicas.add(RedisProcess.start(new RedisOptions(
                    RedisOptions.Persistence.NONE, List.of("--replicaof", "127.0.0.1", Integer.toString(port)))));
        }
        Path binary = Files.readSymbolicLink(
                Path.of("/proc", Long.toString(primary.pid().orElseThrow()), "exe"));
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(sentinel(binary, Files.createDirectories(folder.resolve("sentinel-" + i)), port));
        }
        client = RedisClient.create();
        asked = await().ignoreExceptions()
                .until(() -> client.connectSentinel(RedisURI.create("127.0.0.1", ports.get(0))), open -> true);
        await("sentinels and replicas that know each other")
                .atMost(Duration.ofSeconds(30))
                .until(this::isComplete);
    }

    private Process sentinel(Path binary, Path folder, int primaryPort) throws IOException {
        int port = freePort();
        ports.add(port);
        Path settings = folder.resolve("sentinel.conf");
        Files.writeString(
                settings, """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor %s 127.0.0.1 %d 2
                sentinel down-after-milliseconds %s %d
                sentinel failover-timeout %s 5000
                sentinel parallel-syncs %s 2
                """.formatted(port, folder, NAME, primaryPort, NAME, DOWN_AFTER_MILLIS, NAME, NAME));
        return new ProcessBuilder(binary.toString(), settings.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isComplete() {
        RedisSentinelCommands<String, String> sentinel = asked.sync();
        return "2".equals(sentinel.master(NAME).get("num-slaves"))
                && "2".equals(sentinel.master(NAME).get("num-other-sentinels"))
                && sentinel.replicas(NAME).stream().allMatch(replica -> "ok".equals(replica.get("master-link-status")));
    }

    /** What a client connects to. */
    String uri() {
        return "redis-sentinel://"
                + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")) + "/0#" + NAME;
    }

    /** Kills the primary as {@code kill -9} does; gives the moment. */
    long killPrimary() {
        long moment = System.nanoTime();
        primary.close();
        return moment;
    }

    /** Waits until the sentinels name another primary; gives the moment. */
    long promoted() {
        int old = URI.create(primary.uri()).getPort();
        await("another primary")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    InetSocketAddress now = (InetSocketAddress) asked.sync().getMasterAddrByName(NAME);
                    return now.getPort() != old;
                });
        return System.nanoTime();
    }

    @Override
    public void close() {
        asked.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        sentinels.forEach(sentinel -> sentinel.destroyForcibly().onExit().join());
        replicas.forEach(RedisProcess::close);
        primary.close();
    }
}
