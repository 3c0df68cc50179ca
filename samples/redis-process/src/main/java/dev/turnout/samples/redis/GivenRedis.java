// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server that the environment names, under the same name as the address of a production queue for our command. So nothing
 * in it is ever deleted unless the database was empty when this process took it, and still carries the mark that it set then.
 * Whoever finds other keys, or another one's mark, touches nothing.
 */
record GivenRedis(String uri, String source, AtomicBoolean open) implements RedisProcess {
    /** Says who has taken the database. It is set anew after every flush, and goes with the last. */
    static final String MARK = "turnout-tests:this-database-is-emptied-by";

    private static final String OURS = ProcessHandle.current().pid() + " " + UUID.randomUUID();
    private static final AtomicInteger IN_USE = new AtomicInteger();

    /** The options do not reach a server that is there already; a test that depends on one has to ask it. */
    static RedisProcess at(String uri) {
        String version = Ping.untilReady(uri, () -> true);
        GivenRedis given = new GivenRedis(uri, Sources.URI_VARIABLE + ", " + version, new AtomicBoolean(true));
        given.empty();
        IN_USE.incrementAndGet();
        return given;
    }

    @Override
    public void empty(RedisCommands<String, String> connection) {
        take(connection);
        connection.flushdb();
        connection.set(MARK, OURS);
    }

    private static void take(RedisCommands<String, String> redis) {
        if (OURS.equals(redis.get(MARK))) {
            return;
        }
        long keys = redis.dbsize();
        if (keys > 0 || redis.set(MARK, OURS, SetArgs.Builder.nx()) == null) {
            throw new IllegalStateException(
                    "TURNOUT-0436 the Redis that " + Sources.URI_VARIABLE + " names holds " + keys
                            + " keys and does not carry the mark " + MARK
                            + " of this process. Nothing was touched. Name an empty"
                            + " database that nobody else uses: tests and the demo empty it. The command turnout reads the"
                            + " address of its queue from the same variable: unset it for tests. What a killed run has left,"
                            + " delete by hand. A test that flushes takes the mark away, and need not: its database is empty.");
        }
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

    /** Leaves it as it was found, empty; what has lost the mark is left alone. */
    @Override
    public void close() {
        if (open.getAndSet(false)) {
            boolean last = IN_USE.decrementAndGet() == 0;
            Ping.ask(uri, redis -> last && OURS.equals(redis.get(MARK)) ? redis.flushdb() : "");
        }
    }
}
