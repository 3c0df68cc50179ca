// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import java.util.concurrent.atomic.AtomicInteger;

/** The databases of one server, given out in turn, each emptied before. A server that we were given has only the named one. */
final class Databases implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RedisProcess server;
    private final int count;

    Databases(RedisProcess server) {
        this.server = server;
        this.count = server instanceof GivenRedis ? 1 : count(server.uri());
    }

    RedisProcess server() {
        return server;
    }

    TestRedis next() {
        int number = NUMBER.incrementAndGet();
        boolean given = server instanceof GivenRedis;
        String uri = given ? server.uri() : server.uri() + "/" + number % count;
        if (given) {
            server.empty();
        } else {
            Ping.ask(uri, redis -> redis.flushdb());
        }
        return new TestRedis(uri, "test-" + number + ":", server.source());
    }

    @Override
    public void close() {
        server.close();
    }

    private static int count(String uri) {
        return Integer.parseInt(
                Ping.ask(uri, redis -> redis.configGet("databases").getOrDefault("databases", "1")));
    }
}
