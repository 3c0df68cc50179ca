// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.QueueContract;
import dev.turnout.runtime.task.JobId;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of all layouts, beside running JobRunr servers of one level. They are not paused: all the time they claim and run jobs
 * of their own, beat, and do what JobRunr's master does; a retry of the suite is made due by them. Before each test stand as many jobs
 * of theirs as keep a stock or guarded server, which knows of no routes, from reaching the suite's: as the head-room asks. The store is
 * not emptied between tests; what one has left is cancelled through the queue itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContractBesideServers extends QueueContract {
    private static final String PREFIX = "app";
    private static final LegacyKeys KEYS = LegacyKeys.under(PREFIX);
    private static final int THREADS = 2;
    private static final int IN_FRONT = 120; // of a second each: 20 s of work for three servers
    private static final int JOB_MILLIS = 1_000;
    private static final Duration LEASE = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofMillis(3_100);

    private final String level;
    private final int servers;
    private final Set<String> theirs = new TreeSet<>();
    private RedisProcess process;
    private RedisClient client;
    private RedisCommands<String, String> redis;
    private Children children;
    private Book book;
    private StorageProvider storage;
    private LegacyQueue operator;

    ContractBesideServers(String level, int servers) {
        this.level = level;
        this.servers = servers;
    }

    @BeforeAll
    void startServers(@TempDir Path folder) {
        process = RedisProcess.start();
        client = RedisClient.create(process.uri());
        redis = client.connect().sync();
        children = new Children(folder, process.uri(), PREFIX);
        book = new Book(folder);
        storage = LegacyChild.storage(level, client, PREFIX);
        storage.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        redis.hset(KEYS.routes(), TASK.toString(), "100"); // all else is the legacy pool's
        redis.hset(KEYS.routes(), OTHER.toString(), "100");
        redis.incr(KEYS.epoch());
        redis.set(KEYS.age(), "0");
        operator = LegacyQueue.open(client, options());
        IntStream.range(0, servers).forEach(i -> children.legacy(level, "threads=" + THREADS));
    }

    @AfterAll
    void stopServers() {
        report();
        operator.close();
        children.close();
        storage.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.close();
    }

    @Override
    protected Queue open() {
        return LegacyQueue.open(client, options());
    }

    /** The enqueuer's clock is Redis' own: there is no lag to wait for. */
    private static LegacyQueueOptions options() {
        return LegacyQueueOptions.with()
                .keyPrefix(PREFIX)
                .lease(LEASE)
                .settleAfter(Duration.ofMillis(200))
                .skew(Duration.ZERO);
    }

    @BeforeEach
    void leaveOnlyTheirs() {
        for (StateName state : List.of(StateName.ENQUEUED, StateName.SCHEDULED, StateName.PROCESSING)) {
            redis.zrange(KEYS.queue(state), 0, -1).stream()
                    .filter(id -> !theirs.contains(id))
                    .forEach(id -> get(operator.door().cancel(new JobId(id), "left by a test")));
        }
        get(operator.controls().cap(TASK, OptionalInt.empty()));
        get(operator.controls().resume(Optional.of(TASK)));
        get(operator.controls().resume(Optional.empty()));
        putTheirsInFront();
    }

    private void putTheirsInFront() {
        JobScheduler scheduler = new JobScheduler(storage);
        for (long left = waiting(); left < IN_FRONT; left++) {
            UUID id = UUID.randomUUID();
            theirs.add(id.toString());
            scheduler.<TrialTasks>enqueue(id, tasks -> tasks.work(id.toString(), JOB_MILLIS));
        }
    }

    private long waiting() {
        return redis.zcard(KEYS.queue(StateName.ENQUEUED));
    }

    /** Else what the test has seen may have been a server that had come as far as the suite's jobs. */
    @AfterEach
    void theirsWereInFrontAllTheTime() {
        long left = redis.zrange(KEYS.queue(StateName.ENQUEUED), 0, 2L * THREADS - 1).stream()
                .filter(theirs::contains)
                .count();
        assertThat(left).as("jobs of the servers still in front").isEqualTo(2L * THREADS);
    }

    @Override
    protected void passLease() {
        pass(LEASE.plusMillis(100));
    }

    /** The master makes a retry due with its poll. */
    @Override
    protected void passRetryDelay() {
        double until = pass(RETRY);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> redis.zcount(
                                KEYS.due(), Range.from(Range.Boundary.unbounded(), Range.Boundary.including(until)))
                        == 0);
    }

    private double pass(Duration time) {
        double until = micros() + time.toNanos() / 1e3;
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(60))
                .until(() -> micros() > until);
        return until;
    }

    private double micros() {
        List<String> time = redis.time();
        return Double.parseDouble(time.get(0)) * 1e6 + Double.parseDouble(time.get(1));
    }

    /** The servers have lived and worked all the while, and touched nothing of the suite's. */
    private void report() {
        Set<String> run = book.executed();
        long stopped = children.names(Children.LEGACY).stream()
                .filter(name -> children.logged(name).contains("An unrecoverable error occurred. Shutting server down"))
                .count();
        long failed = theirs.stream()
                .filter(id -> redis.zscore(KEYS.queue(StateName.FAILED), id) != null)
                .count();
        new Figures("contract beside " + servers + " " + level)
                .put("runByTheServers", run.size())
                .put("twiceByThem", book.runTwiceByLegacy())
                .put("failedByThem", failed)
                .put("serversStopped", stopped)
                .print();
        assertThat(run).as("run by the servers").isNotEmpty();
        assertThat(theirs).as("jobs of the servers' own").containsAll(run);
        assertThat(failed).as("failed").isZero();
        assertThat(stopped).as("servers stopped").isZero();
        assertThat(children.names(Children.LEGACY)).allMatch(children::lives);
    }
}
