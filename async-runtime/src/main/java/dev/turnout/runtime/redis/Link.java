// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import dev.turnout.runtime.queue.Stall;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of our own to Redis, with a second one for messages.
 *
 * <p>Why not Lettuce's auto-reconnect: it sends commands that were in flight again when the connection is back, long
 * after the caller has drawn its conclusions, and the compile baseline has no filter against that. So a connection that
 * breaks is closed at once, on the thread that saw it break and before any reconnect; what was in flight fails as {@link
 * RedisFault.Kind#CONNECTION}, and a new connection is opened, at growing intervals of 100 ms to 5 s. Meanwhile every call
 * fails at once. Whoever calls decides what to ask again.
 *
 * <p>Safe for use by several threads. Calls never block; their stages end on a thread of the connection.
 */
public final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final RedisClient client;
    private final boolean ownClient;
    private final Duration patience;
    private final ScheduledExecutorService opener;
    private final AtomicReference<Open> open = new AtomicReference<>(Open.NONE);
    private final Map<String, Consumer<String>> ears = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile boolean hearing;

    private Link(RedisClient client, boolean ownClient, Duration patience) {
        this.client = client;
        this.ownClient = ownClient;
        this.patience = patience;
        this.opener = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "turnout-redis-link");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A link over the application's client: its address, credentials and resources are used, its options are not changed,
     * and it is not shut down. Blocks until the first connection is open.
     *
     * @throws RedisFault if Redis cannot be reached
     */
    public static Link over(RedisClient client, Duration patience) {
        return new Link(client, false, patience).opened();
    }

    /**
     * As {@link #over}, but a Redis that is away is waited for as in an outage: the link is there, every call fails until the
     * first connection is open, and the log says what is tried. Blocks for the first try.
     *
     * @throws RedisFault if Redis refuses the credentials, or the client cannot be used
     */
    public static Link awaiting(RedisClient client, Duration patience) {
        return new Link(client, false, patience).openedOrRetried();
    }

    /**
     * A link with a client of its own, shut down with the link. Blocks until the first connection is open.
     *
     * @param uri {@code redis://[user:password@]host:port/db}
     * @param patience time after which a call without an answer fails as {@link RedisFault.Kind#TIMEOUT}
     * @throws RedisFault if Redis cannot be reached
     * @throws IllegalArgumentException if {@code uri} cannot be read
     */
    public static Link to(String uri, Duration patience) {
        return to(RedisAddress.of(uri), patience);
    }

    /** As {@link #to(String, Duration)}, of an address that has been read, with whatever no text can say of it. */
    public static Link to(RedisAddress address, Duration patience) {
        return new Link(ownClient(address), true, patience).opened();
    }

    /** As {@link #to(String, Duration)}, but a Redis that is away is waited for; see {@link #awaiting(RedisClient, Duration)}. */
    public static Link awaiting(String uri, Duration patience) {
        return new Link(ownClient(RedisAddress.of(uri)), true, patience).openedOrRetried();
    }

    private static RedisClient ownClient(RedisAddress address) {
        RedisClient client = RedisClient.create(address.uri());
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        return client;
    }

    /**
     * Runs {@code script}; loads it first if Redis does not know it.
     *
     * @return its answers: longs, strings and lists of them; fails only with {@link RedisFault}
     */
    public CompletionStage<List<Object>> run(Script script, List<String> keys, List<String> args) {
        String[] k = keys.toArray(String[]::new);
        String[] a = args.toArray(String[]::new);
        return this.<List<Object>>send(redis -> redis.evalsha(script.sha(), ScriptOutputType.MULTI, k, a))
                .exceptionallyCompose(thrown -> {
                    RedisFault fault = RedisFault.classify(thrown);
                    return fault.kind() == RedisFault.Kind.NO_SCRIPT
                            ? send(redis -> redis.eval(script.source(), ScriptOutputType.MULTI, k, a))
                            : CompletableFuture.failedFuture(fault);
                });
    }

    /** Sends one command. The stage fails only with {@link RedisFault}. */
    public <T> CompletionStage<T> send(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        Open now = open.get();
        if (now == Open.NONE) {
            return CompletableFuture.failedFuture(noConnection());
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            now.reader.asked();
            CompletableFuture<T> sent = command.apply(now.commands.async()).toCompletableFuture();
            now.inFlight.add(sent);
            sent.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((value, thrown) -> {
                now.inFlight.remove(sent);
                if (thrown == null || thrown instanceof RedisCommandExecutionException) {
                    now.reader.answered(!now.inFlight.isEmpty());
                }
                if (thrown == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(RedisFault.of(thrown, () -> now.reader.stall(Duration.ZERO)));
                }
            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(RedisFault.classify(e));
        }
        return answer;
    }

    /**
     * Gives every message of {@code channel} to {@code ear} from now on, on a thread of the connection: the ear must not
     * wait. Messages sent while the connection is down are not heard; {@code ear} gets an empty one when it is back.
     */
    public void hear(String channel, Consumer<String> ear) {
        ears.put(channel, ear);
        hearing = true;
        opener.execute(this::openIfNeeded);
    }

    /** See {@link dev.turnout.runtime.queue.Queue#stall}. */
    public Optional<Stall> stall(Duration limit) {
        return open.get().reader.stall(limit);
    }

    /** Closes the connections, and the client if it is our own. Calls in flight fail. */
    @Override
    public void close() {
        closed = true;
        opener.shutdownNow();
        Open last = open.getAndSet(Open.NONE);
        last.giveUp();
        if (ownClient) {
            client.shutdownAsync(0, 2, TimeUnit.SECONDS);
        } else {
            last.close();
        }
    }

    private RedisFault noConnection() {
        return closed
                ? new RedisFault(RedisFault.Kind.CLOSED, new IllegalStateException("closed"))
                : new RedisFault(RedisFault.Kind.CONNECTION, new RedisConnectionException("not connected"));
    }

    private Link opened() {
        try {
            connect();
            return this;
        } catch (RuntimeException e) {
            close();
            throw RedisFault.ofConnecting(e);
        }
    }

    private Link openedOrRetried() {
        try {
            connect();
        } catch (RuntimeException e) {
            RedisFault fault = RedisFault.ofConnecting(e);
            if (!mayPass(e, fault)) {
                close();
                throw fault;
            }
            LOG.warn(
                    "TURNOUT-0505 Redis cannot be reached ({}); calls fail until it is there, and we try again.",
                    RedisFault.reason(e));
            retryAfter(FIRST_PAUSE_MS);
        }
        return this;
    }

    /** Only what Lettuce says of the network or the server passes by itself; a client without an address stays so. */
    private static boolean mayPass(RuntimeException thrown, RedisFault fault) {
        return thrown instanceof RedisException
                && !(thrown instanceof RedisCommandInterruptedException)
                && fault.kind() != RedisFault.Kind.NOT_ALLOWED;
    }

    private void connect() {
        StatefulRedisConnection<String, String> commands = client.connect(StringCodec.UTF8);
        closeWhenBroken(commands);
        StatefulRedisPubSubConnection<String, String> messages = openEarsBeside(commands);
        Open before = open.getAndSet(new Open(commands, messages, ConcurrentHashMap.newKeySet(), Reader.of(commands)));
        before.close();
        if (closed || !commands.isOpen()) {
            broken(open.get());
        }
    }

    /** The connection for messages; null while nobody wants to hear. If it cannot be opened, {@code commands} is closed. */
    private @Nullable StatefulRedisPubSubConnection<String, String> openEarsBeside(
            StatefulRedisConnection<String, String> commands) {
        try {
            return hearing ? openEars() : null;
        } catch (RuntimeException e) {
            commands.closeAsync();
            throw e;
        }
    }

    private StatefulRedisPubSubConnection<String, String> openEars() {
        StatefulRedisPubSubConnection<String, String> messages = client.connectPubSub(StringCodec.UTF8);
        closeWhenBroken(messages);
        messages.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                ears.getOrDefault(channel, ignored -> {}).accept(message);
            }

            @Override
            public void subscribed(String channel, long count) {
                ears.getOrDefault(channel, ignored -> {}).accept("");
            }
        });
        subscribe(messages);
        return messages;
    }

    private void subscribe(StatefulRedisPubSubConnection<String, String> messages) {
        messages.async().subscribe(ears.keySet().toArray(String[]::new)).exceptionally(thrown -> {
            if (thrown instanceof RedisCommandExecutionException) {
                LOG.error(
                        "TURNOUT-0617 Redis refuses to let us hear {} ({}): we are not woken, and see work only when we poll."
                                + " Give this user the command subscribe, and the channel.",
                        ears.keySet(),
                        thrown.getMessage());
            }
            return null;
        });
    }

    private void closeWhenBroken(StatefulConnection<String, String> connection) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                if (connection.isOpen()) {
                    connection.closeAsync();
                }
                Open now = open.get();
                if (now.commands == connection || now.messages == connection) {
                    broken(now);
                }
            }
        });
    }

    private void broken(Open now) {
        boolean first = now != Open.NONE && open.compareAndSet(now, Open.NONE);
        now.close();
        if (first && !closed) {
            LOG.warn(
                    "TURNOUT-0505 the connection to Redis broke; calls fail until it is back, and nothing is sent twice.");
            retryAfter(FIRST_PAUSE_MS);
        }
    }

    private void retryAfter(long pause) {
        if (!closed) {
            opener.schedule(() -> retry(pause), pause, TimeUnit.MILLISECONDS);
        }
    }

    private void retry(long pause) {
        if (closed || open.get() != Open.NONE) {
            return;
        }
        try {
            connect();
            LOG.info("The connection to Redis is open.");
        } catch (RuntimeException e) {
            LOG.warn("TURNOUT-0505 Redis cannot be reached ({}); we try again.", RedisFault.reason(e));
            retryAfter(Math.min(2 * pause, LONGEST_PAUSE_MS));
        }
    }

    private void openIfNeeded() {
        Open now = open.get();
        if (now == Open.NONE) {
            return;
        }
        try {
            if (now.messages == null) {
                open.compareAndSet(now, new Open(now.commands, openEars(), now.inFlight, now.reader));
            } else {
                subscribe(now.messages);
            }
        } catch (RuntimeException e) {
            LOG.warn("TURNOUT-0505 no connection for messages ({}); we try again.", String.valueOf(e.getMessage()));
            broken(now);
        }
    }

    /**
     * What is open now; {@code messages} is null until somebody wants to hear.
     *
     * @param inFlight commands without an answer. When the connection breaks they are ended here: a command that has ended
     *     is never sent again, whatever the options of the client say
     * @param reader who hears the answers to commands
     */
    private record Open(
            @Nullable StatefulRedisConnection<String, String> commands,
            @Nullable StatefulRedisPubSubConnection<String, String> messages,
            Set<CompletableFuture<?>> inFlight,
            Reader reader) {
        static final Open NONE = new Open(null, null, Set.of(), new Reader());

        void close() {
            if (commands != null && commands.isOpen()) {
                commands.closeAsync();
            }
            if (messages != null && messages.isOpen()) {
                messages.closeAsync();
            }
            giveUp();
        }

        void giveUp() {
            inFlight.forEach(sent -> sent.completeExceptionally(new RedisConnectionException("the connection broke")));
        }
    }
}
