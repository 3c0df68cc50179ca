// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.NewDocument;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A real Redis, queues on it, and JobRunr's servers as far as they are entries in a list. */
public final class Rig implements AutoCloseable {
    public static final TaskAddress TASK = new TaskAddress("com.acme.Mailer", "send", List.of("java.lang.String"));
    public static final String PREFIX = "app";

    private final RedisProcess process = RedisProcess.start();
    private final RedisClient client = RedisClient.create(process.uri());
    private final StatefulRedisConnection<String, String> connection = client.connect();
    private final List<Queue> opened = new ArrayList<>();
    public final LegacyKeys keys = LegacyKeys.under(PREFIX);

    public RedisCommands<String, String> redis() {
        return connection.sync();
    }

    public RedisClient client() {
        return client;
    }

    public String uri() {
        return process.uri();
    }

    /** Deletes every key. */
    public void empty() {
        process.empty(redis());
    }

    /** Empties the store, closes the queues of the last test, and routes everything to the async pool. */
    public void reset() {
        opened.forEach(Queue::close);
        opened.clear();
        empty();
        route("*", "100");
        minimumAge(Duration.ZERO);
    }

    /** How old jobs must be before they are claimed, whatever the poll intervals of legacy servers. */
    public void minimumAge(Duration age) {
        redis().set(keys.age(), Long.toString(age.toNanos() / 1_000));
    }

    public void route(String task, String record) {
        redis().incr(keys.epoch());
        redis().hset(keys.routes(), task, record);
    }

    public static LegacyQueueOptions options() {
        return LegacyQueueOptions.with()
                .keyPrefix(PREFIX)
                .lease(Duration.ofMillis(500))
                .settleAfter(Duration.ofMillis(200));
    }

    public LegacyQueue open(LegacyQueueOptions options) {
        LegacyQueue queue = LegacyQueue.open(client, options);
        opened.add(queue);
        return queue;
    }

    public LegacyQueue open() {
        return open(options());
    }

    /** An entry as a stock server makes it. */
    public String stockServer(int workers, int pollSeconds) {
        String id = UUID.randomUUID().toString();
        redis().hset(
                        keys.server(id),
                        Map.of(
                                "id",
                                id,
                                "name",
                                "stock",
                                "workerPoolSize",
                                Integer.toString(workers),
                                "pollIntervalInSeconds",
                                Integer.toString(pollSeconds)));
        redis().zadd(keys.serversCreated(), micros(), id);
        redis().zadd(keys.serversUpdated(), micros(), id);
        return id;
    }

    public double micros() {
        List<String> time = redis().time();
        return Double.parseDouble(time.get(0)) * 1e6 + Double.parseDouble(time.get(1));
    }

    public static NewJob job() {
        return NewJob.now(
                new JobId(UUID.randomUUID().toString()),
                TASK,
                List.of(new Argument("java.lang.String", new TextNode("hello"))));
    }

    public static JobId insert(Queue queue) {
        NewJob job = job();
        get(queue.door().insert(job));
        return job.id();
    }

    public static List<JobId> insert(Queue queue, int count) {
        List<JobId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(insert(queue));
        }
        return ids;
    }

    /**
     * Puts jobs in as an enqueuer of JobRunr would: its own keys, nothing of ours; in one pipeline, 100 µs apart, the first
     * one so long {@code ago}.
     */
    public List<String> load(int count, TaskAddress task, Duration ago, String argument) {
        List<String> ids = new ArrayList<>();
        long first = (long) micros() - ago.toNanos() / 1_000;
        List<Argument> arguments = List.of(new Argument("java.lang.String", new TextNode(argument)));
        try (StatefulRedisConnection<String, String> pipe = client.connect()) {
            pipe.setAutoFlushCommands(false);
            List<RedisFuture<?>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = UUID.randomUUID().toString();
                JobDocument job = NewDocument.of(
                        NewJob.now(new JobId(id), task, arguments), RedisClock.instant(first + 100L * i));
                sent.add(pipe.async().set(keys.job(id), job.json()));
                sent.add(pipe.async().set(keys.version(id), "1"));
                sent.add(pipe.async().zadd(keys.queue(StateName.ENQUEUED), job.updatedMicros(), id));
                ids.add(id);
            }
            pipe.flushCommands();
            LettuceFutures.awaitAll(Duration.ofSeconds(60), sent.toArray(RedisFuture[]::new));
        }
        return ids;
    }

    /** Makes a job look as if it had waited for {@code seconds}. */
    public void age(JobId id, int seconds) {
        redis().zadd(keys.queue(StateName.ENQUEUED), micros() - seconds * 1e6, id.value());
    }

    public static List<Claim> claim(Queue queue, int limit) {
        return get(queue.claims().claim(Demand.of(limit, Set.of(TASK))));
    }

    public JobDocument document(JobId id) {
        try {
            return JobDocument.read(redis().get(keys.job(id.value())));
        } catch (UnreadableDocument e) {
            throw new AssertionError(e);
        }
    }

    /** What must hold of every job at rest: version key, version and state in the document, and one index agree. */
    public boolean wellKept(JobId id) {
        JobDocument document = document(id);
        boolean version = redis().get(keys.version(id.value())).equals(Integer.toString(document.version()));
        long indexes = java.util.Arrays.stream(StateName.values())
                .filter(state -> redis().zscore(keys.queue(state), id.value()) != null)
                .count();
        return version && indexes == 1 && redis().zscore(keys.queue(document.state()), id.value()) != null;
    }

    public static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        opened.forEach(Queue::close);
        connection.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.close();
    }
}
