// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.support.ConnectionPoolSupport;
import java.time.Duration;
import org.apache.commons.pool2.ObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/**
 * A connection pool for {@code LettuceRedisStorageProvider} that lends clean connections only.
 *
 * <p>JobRunr 7 gives connections back with a WATCH or an open MULTI on them: after a lost race for a job, after an
 * argument that cannot be serialized, after an interrupt. What the next borrower writes is then discarded or queued for
 * ever, partly without an error: a bulk enqueue is acknowledged and not stored. This pool sends UNWATCH, or DISCARD if a
 * transaction is open, before it lends a connection. It does not wait for the reply; commands of one connection keep
 * their order.
 *
 * <p>A connection that was lost is never connected again: WATCH would be forgotten and MULTI … EXEC replayed without its
 * guard. It is closed and the next borrower gets another one. Its commands fail: later ones with a
 * {@link RedisException}, one whose reply was awaited just then with a
 * {@link java.util.concurrent.CancellationException}, which JobRunr lets through as it is. Only a first WATCH, which has guarded
 * nothing yet, is sent again on another connection, for at most 10 s. The client's options and its other connections stay as they are.
 *
 * <p>Thread-safe. Closing the pool closes its connections, not the client.
 */
public final class GuardedPool implements ObjectPool<StatefulRedisConnection<String, String>> {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final GenericObjectPool<StatefulRedisConnection<String, String>> pool;

    private GuardedPool(GenericObjectPool<StatefulRedisConnection<String, String>> pool) {
        this.pool = pool;
    }

    /** A pool of at most 8 connections, as JobRunr's own; a borrower waits at most 60 s. Connects on first use. */
    public static GuardedPool of(RedisClient client) {
        return of(client, new GenericObjectPoolConfig<>());
    }

    /** A pool with sizes of the application's choice. Connections are tested when lent, whatever {@code sizes} says. */
    public static GuardedPool of(
            RedisClient client, GenericObjectPoolConfig<StatefulRedisConnection<String, String>> sizes) {
        GenericObjectPoolConfig<StatefulRedisConnection<String, String>> config = sizes.clone();
        config.setTestOnBorrow(true);
        if (config.getMaxWaitDuration().isNegative()) {
            config.setMaxWait(LONGEST_WAIT);
        }
        return new GuardedPool(ConnectionPoolSupport.createGenericObjectPool(() -> connect(client), config));
    }

    /**
     * A connection with nothing open on it. Its {@code close()} gives it back. While Redis is away it waits for it, at most 10 s,
     * because a JobRunr server whose beat fails once shuts itself down: a fail-over takes less. An interrupt ends the wait.
     */
    @Override
    public StatefulRedisConnection<String, String> borrowObject() throws Exception {
        return Loan.of(this::clean);
    }

    private StatefulRedisConnection<String, String> clean() throws Exception {
        StatefulRedisConnection<String, String> connection = borrow();
        connection.setAutoFlushCommands(true);
        if (connection.isMulti()) {
            connection.async().discard();
        } else {
            connection.async().unwatch();
        }
        return connection;
    }

    private StatefulRedisConnection<String, String> borrow() throws Exception {
        long end = System.nanoTime() + OUTAGE.toNanos();
        while (true) {
            try {
                return pool.borrowObject();
            } catch (RedisException away) {
                if (System.nanoTime() - end >= 0) {
                    throw away;
                }
                Thread.sleep(LOOK.toMillis());
            }
        }
    }

    @Override
    public void returnObject(StatefulRedisConnection<String, String> connection) {
        pool.returnObject(Loan.pooled(connection));
    }

    @Override
    public void invalidateObject(StatefulRedisConnection<String, String> connection) throws Exception {
        pool.invalidateObject(Loan.pooled(connection));
    }

    @Override
    public void addObject() throws Exception {
        pool.addObject();
    }

    @Override
    public void clear() {
        pool.clear();
    }

    @Override
    public int getNumActive() {
        return pool.getNumActive();
    }

    @Override
    public int getNumIdle() {
        return pool.getNumIdle();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static StatefulRedisConnection<String, String> connect(RedisClient client) {
        StatefulRedisConnection<String, String> connection = client.connect();
        connection.addListener(new RedisConnectionStateListener() {
            /** Comes before Lettuce's own watchdog sees the loss, and on its event loop: no reconnect is ever begun. */
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                connection.closeAsync();
            }
        });
        return connection;
    }
}
