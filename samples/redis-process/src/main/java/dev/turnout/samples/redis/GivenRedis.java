// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server that the environment names. It must be empty when we come, because tests empty it as they go. */
record GivenRedis(String uri, String source) implements RedisProcess {
    private static final AtomicBoolean OURS = new AtomicBoolean();

    /** The options do not reach a server that is there already; a test that depends on one has to ask it. */
    static RedisProcess at(String uri) {
        String version = Ping.untilReady(uri, () -> true);
        long keys = Ping.ask(uri, redis -> redis.dbsize());
        if (keys > 0 && !OURS.get()) {
            throw new IllegalStateException("The Redis that " + Sources.URI_VARIABLE + " names holds " + keys
                    + " keys. Nothing was touched. Name an empty database: tests and the demo empty it.");
        }
        OURS.set(true);
        Ping.ask(uri, redis -> redis.flushdb());
        return new GivenRedis(uri, Sources.URI_VARIABLE + ", " + version);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public void crashAndRestart() {
        throw new UnsupportedOperationException("The Redis that " + Sources.URI_VARIABLE
                + " names is not ours to kill; run this test without that variable");
    }

    @Override
    public void close() {
        Ping.ask(uri, redis -> redis.flushdb());
    }
}
