// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.failover;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A number that grows on the primary every few milliseconds. The highest one that the next primary has says up to which moment
 * it knows everything: replication keeps the order, so whatever was acknowledged before that number was sent is there too.
 */
final class Marks implements AutoCloseable {
    private static final String KEY = "mark";
    private static final long EVERY_NANOS = 2_000_000;

    private final RedisClient client;
    private final List<Long> sent = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::write, "marks");
    private volatile boolean over;

    Marks(String uri) {
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        thread.setDaemon(true);
        thread.start();
    }

    private void write() {
        try {
            RedisCommands<String, String> primary = client.connect().sync();
            while (!over) {
                sent.add(System.nanoTime());
                primary.set(KEY, Integer.toString(sent.size() - 1));
                LockSupport.parkNanos(EVERY_NANOS);
            }
        } catch (RedisException killed) {
            over = true; // the primary is gone, and with it what this is for
        }
    }

    boolean begun() {
        return sent.size() > 10;
    }

    /** Everything acknowledged before this moment is known to {@code next}. */
    long knownTo(RedisCommands<String, String> next) {
        return sent.get(Integer.parseInt(next.get(KEY)));
    }

    @Override
    public void close() {
        over = true;
        client.shutdown(0, 1, TimeUnit.SECONDS);
    }
}
