package com.example.notebooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** The Redis named by NOTEBOOKS_REDIS_URI, or one of our own on a free port. */
final class RedisForTests {

    private RedisForTests() {}

    static String start() {
        String uri = System.getenv("NOTEBOOKS_REDIS_URI");
        if (uri != null && !uri.isBlank()) {
            return uri;
        }
        try {
            int port = freePort();
            RedisServer redis = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            redis.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(redis)));
            return "redis://127.0.0.1:" + port;
        } catch (IOException e) {
            throw new UncheckedIOException("No Redis for the tests", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void stop(RedisServer redis) {
        try {
            redis.stop();
        } catch (IOException e) {
            System.err.println("Redis did not stop: " + e.getMessage());
        }
    }
}
