// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import dev.turnout.bridge.jobrunr.FilterNames;
import dev.turnout.bridge.wire.LegacyKeys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jobrunr.server.BackgroundJobServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in Redis which of our parts a legacy server has, for as long as that server is announced there itself: the doctor
 * takes every other server for a stock one.
 *
 * <p>One hash with a time to live of 60 s, under a key of our own: level, host, pid, the class names of its filters, and
 * the time of the last beat in µs of Redis' clock. On a connection and a thread of its own, so that it neither disturbs the server nor is stopped by it.
 * A beat that fails is logged once and tried again.
 */
public final class LegacyBeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyBeat.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final String ANNOUNCE = script("announce-legacy.lua");

    private final RedisClient client;
    private final BackgroundJobServer server;
    private final String key;
    private final String level;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "turnout-legacy-beat");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable StatefulRedisConnection<String, String> connection;
    private boolean announced;
    private boolean complained;
    private long lastBeat;

    private LegacyBeat(RedisClient client, BackgroundJobServer server, String key, String level) {
        this.client = client;
        this.server = server;
        this.key = key;
        this.level = level;
    }

    /**
     * Beats as {@link #start(RedisClient, BackgroundJobServer, String, String)} does, with the level that the server's storage provider
     * has: for applications without Spring. Close it when the server has stopped.
     *
     * @param keyPrefix the table prefix of the storage provider; empty for none
     */
    public static LegacyBeat start(RedisClient client, BackgroundJobServer server, String keyPrefix) {
        return start(client, server, keyPrefix, StorageLevel.announced(server.getStorageProvider()));
    }

    /**
     * Beats every 5 s while {@code server} is announced, whenever that begins, and takes the hash back when it ends.
     *
     * @param keyPrefix the table prefix of the storage provider; empty for none
     * @param level {@code awaiting}, {@code guarded}, {@code drop-in}, or {@code stock} where our performer is not in charge
     */
    public static LegacyBeat start(RedisClient client, BackgroundJobServer server, String keyPrefix, String level) {
        LegacyBeat beat = new LegacyBeat(
                client,
                server,
                LegacyKeys.under(keyPrefix).legacy(server.getId().toString()),
                level);
        beat.clock.scheduleWithFixedDelay(beat::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return beat;
    }

    /** Takes the hash back and closes the connection. Waits for a beat under way, at most 5 s. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            clock.shutdownNow();
            Thread.currentThread().interrupt();
        }
        leave();
    }

    private synchronized void look() {
        try {
            if (!server.isAnnounced()) {
                takeBack();
            } else if (!announced || System.nanoTime() - lastBeat >= BEAT.toNanos()) {
                beat();
            }
            complained = false;
        } catch (RuntimeException unreachable) {
            if (!complained) {
                LOG.warn(
                        "TURNOUT-0407 This server cannot say in Redis that Turnout is beside it, so the doctor takes it for"
                                + " a stock one. It tries again every second.",
                        unreachable);
                complained = true;
            }
        }
    }

    private void beat() {
        commands()
                .eval(
                        ANNOUNCE,
                        ScriptOutputType.INTEGER,
                        new String[] {key},
                        Long.toString(TTL.toSeconds()),
                        level,
                        host(),
                        Long.toString(ProcessHandle.current().pid()),
                        String.join("\n", FilterNames.of(server.getJobFilters())));
        announced = true;
        lastBeat = System.nanoTime();
    }

    private void takeBack() {
        if (announced) {
            commands().del(key);
            announced = false;
        }
    }

    private synchronized void leave() {
        try {
            takeBack();
        } catch (RuntimeException unreachable) {
            LOG.debug("{} is left to its time to live", key, unreachable);
        } finally {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private RedisCommands<String, String> commands() {
        StatefulRedisConnection<String, String> current = connection;
        if (current == null) {
            current = client.connect();
            connection = current;
        }
        return current.sync();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    private static String script(String name) {
        try (InputStream text = Objects.requireNonNull(LegacyBeat.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
