// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import dev.turnout.runtime.queue.Stall;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads the answers of one connection. It is an event loop of the client, which other connections share, and
 * whose code runs on it: so it may be held by code that knows nothing of us. Silence of Redis alone is not that: then the
 * thread waits inside Netty.
 */
final class Reader {
    private static final long FOR_NOTHING = 0;

    private final AtomicLong waitsSince = new AtomicLong(FOR_NOTHING);
    private volatile @Nullable Thread thread;

    /**
     * The reader of {@code connection}. Its thread is learned by a PING of our own: what hears the answer is put on it before it
     * is sent, else it could be heard on the thread that asks.
     */
    static Reader of(StatefulRedisConnection<String, String> connection) {
        Reader reader = new Reader();
        AsyncCommand<String, String, String> ping = new AsyncCommand<>(new Command<>(
                CommandType.PING, new StatusOutput<>(StringCodec.UTF8), new CommandArgs<>(StringCodec.UTF8)));
        ping.whenComplete((pong, thrown) -> reader.heardBy(thrown == null));
        connection.dispatch(ping);
        return reader;
    }

    private void heardBy(boolean answer) {
        if (answer) {
            thread = Thread.currentThread();
        }
    }

    /** A command is about to be sent. */
    void asked() {
        waitsSince.compareAndSet(FOR_NOTHING, Math.max(1, System.nanoTime()));
    }

    /**
     * Redis has answered.
     *
     * @param more whether other commands wait for their answers
     */
    void answered(boolean more) {
        waitsSince.set(more ? Math.max(1, System.nanoTime()) : FOR_NOTHING);
    }

    /** See {@link dev.turnout.runtime.queue.Queue#stall}. */
    Optional<Stall> stall(Duration limit) {
        Thread reading = thread;
        long since = waitsSince.get();
        Duration waited = Duration.ofNanos(System.nanoTime() - since);
        if (reading == null || since == FOR_NOTHING || waited.compareTo(limit) < 0) {
            return Optional.empty();
        }
        List<StackTraceElement> stack = Arrays.asList(reading.getStackTrace());
        boolean held = stack.stream().anyMatch(Stall::isSomebodys);
        return held && waitsSince.get() == since
                ? Optional.of(new Stall(reading.getName(), stack, waited))
                : Optional.empty();
    }
}
