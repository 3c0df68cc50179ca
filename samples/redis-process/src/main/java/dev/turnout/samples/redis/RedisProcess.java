// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.OptionalLong;

/**
 * A real Redis that is ready for commands.
 *
 * <p>Where it comes from, the first that is there: the binary that the system property {@code turnout.redis.server} or the
 * variable {@code TURNOUT_REDIS_SERVER} names, a {@code redis-server} or {@code valkey-server}, or the word {@code
 * embedded}; the server named by {@code TURNOUT_REDIS_URI}; a container, if a Docker daemon answers; {@code redis-server}
 * on the path; the binary that comes with the embedded-redis library. A binary that is named and cannot be used is an
 * error, never passed over. Servers that we start listen on a free port of the loopback address and are ended by their process id.
 */
public interface RedisProcess extends AutoCloseable {
    /** Starts a server that keeps nothing on disk. Blocks until it answers, at most 20 s. */
    static RedisProcess start() {
        return start(RedisOptions.inMemory());
    }

    /**
     * Starts a server. Blocks until it answers, at most 20 s.
     *
     * @throws IllegalStateException if none can be had, with what was tried and what to do
     */
    static RedisProcess start(RedisOptions options) {
        return Sources.start(options);
    }

    /** Address for a client, {@code redis://127.0.0.1:port}. */
    String uri();

    /** In words, where this server comes from and what it is: {@code embedded binary, Redis 6.2.6}. */
    String source();

    /** The process id of a server that we started as a process; empty for a container and a given server. */
    OptionalLong pid();

    /**
     * Kills the server as {@code kill -9} does and starts it again on the same port with the same files.
     *
     * @throws UnsupportedOperationException if the server is not a process of ours
     */
    void crashAndRestart();

    /** Deletes all keys, as {@link #empty(RedisCommands)} does, over a connection of its own. */
    default void empty() {
        Ping.ask(uri(), redis -> {
            empty(redis);
            return "";
        });
    }

    /**
     * Deletes all keys of a server that we started; of the given one those of its database, and only as long as it carries the
     * mark that this process has set when it was empty.
     *
     * @param connection to this server
     * @throws IllegalStateException if the given database holds what is not of this process; nothing was touched
     */
    default void empty(RedisCommands<String, String> connection) {
        connection.flushall();
    }

    /** Ends the server, or empties the given one. Does nothing the second time. */
    @Override
    void close();
}
