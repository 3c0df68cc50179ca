// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.Yard;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real JobRunr server goes and comes back; the duties of its master are done once, by whoever is there. */
@SuppressWarnings("deprecation") // the provider is; it is what users have
@Tag("redis")
class MasterHandoverTest {
    /** Two poll intervals: where it is one, JobRunr itself skips runs, whose instance before waits for its steward. */
    private static final long STEP = 10_000_000;

    /** How often the master goes and comes back; more with {@code -Dturnout.handovers=…}. */
    private static final int TIMES = Integer.getInteger("turnout.handovers", 1);

    private static final TaskAddress PLAIN =
            new TaskAddress(Yard.class.getName(), "plain", List.of("java.lang.String"));
    private static final Range<Double> BELOW_INFINITY =
            Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(Double.POSITIVE_INFINITY));
    private static final JacksonJsonMapper JSON = new JacksonJsonMapper();

    private final LegacyKeys keys = LegacyKeys.under("");
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
    private RedisProcess redis;
    private RedisClient client;
    private StatefulRedisConnection<String, String> connection;
    private LegacyQueue queue;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        client = RedisClient.create(redis.uri());
        connection = client.connect();
        queue = LegacyQueue.open(client, LegacyQueueOptions.with());
        commands().incr(keys.epoch());
        commands().hset(keys.routes(), "*", "100");
        commands().set(keys.age(), "0");
    }

    @AfterEach
    void stop() {
        rounds.shutdownNow();
        queue.close();
        connection.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        redis.close();
    }

    @Test
    void eachRunOfARecurringJobIsMadeOnceWhoeverIsMaster() {
        LettuceRedisStorageProvider provider = provider();
        new JobScheduler(provider).<Yard>scheduleRecurrently("ticks", "*/10 * * * * *", yard -> yard.plain("tick"));
        BackgroundJobServer server = server(provider);
        rounds.scheduleWithFixedDelay(this::round, 0, 200, TimeUnit.MILLISECONDS);
        until(() -> !runs().isEmpty());

        for (int i = 0; i < TIMES; i++) {
            stop(server);
            anotherRun();
            server = server(provider());
            until(() -> commands().zcount(keys.serversCreated(), BELOW_INFINITY) == 1);
            anotherRun();
        }

        stop(server);
        await("a row without a gap") // one that fell due while a server started is made afterwards
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(runs()).isEqualTo(row(runs())));
        List<Long> runs = runs();
        assertThat(runs).hasSizeGreaterThan(2 * TIMES);
        System.out.println(
                runs.size() + " runs in a row, each made once, over " + 2 * TIMES + " changes of the master");
    }

    /** By whoever is master now. */
    private void anotherRun() {
        int before = runs().size();
        until(() -> runs().size() > before);
    }

    /** As many runs from the first of these on, one a step. */
    private static List<Long> row(List<Long> runs) {
        return LongStream.range(0, runs.size())
                .mapToObj(i -> runs.get(0) + i * STEP)
                .toList();
    }

    @Test
    void nothingIsPromotedMadeOrClearedAwayByUsWhileALegacyServerIsOnTheList() {
        LettuceRedisStorageProvider provider = provider();
        new JobScheduler(provider).<Yard>scheduleRecurrently("ticks", "*/10 * * * * *", yard -> yard.plain("tick"));
        commands().zadd(keys.serversCreated(), 1, "someone");

        for (int i = 0; i < 5; i++) {
            round();
        }
        assertThat(runs()).isEmpty();

        commands().zrem(keys.serversCreated(), "someone");
        until(() -> {
            round();
            return commands().zcard(keys.queue(StateName.SUCCEEDED)) == 1;
        });
        commands().hset(keys.master(), "deleteAfter", "PT0S");
        commands().hset(keys.master(), "removeAfter", "PT0S");
        LegacyQueue another = LegacyQueue.open(client, LegacyQueueOptions.with());
        until(() -> {
            another.duties().promote().toCompletableFuture().join();
            return commands().zcard(keys.queue(StateName.SUCCEEDED)) == 0;
        });
        another.close();
        assertThat(commands().hget("metadata:succeeded-jobs-counter-cluster", "value"))
                .isEqualTo("1");
    }

    /** What a worker does each second, and the run of whatever it gets. */
    private void round() {
        queue.duties().promote().toCompletableFuture().join();
        queue.routes().refresh().toCompletableFuture().join();
        for (Claim claim : queue.claims()
                .claim(Demand.of(10, Set.of(PLAIN)))
                .toCompletableFuture()
                .join()) {
            queue.claims().complete(claim).toCompletableFuture().join();
        }
    }

    /** The times of all instances there are, in order, in µs; an instance that changes its state meanwhile is one. */
    private List<Long> runs() {
        Map<String, Long> runs = new HashMap<>();
        for (StateName state : StateName.values()) {
            for (String id : commands().zrange(keys.queue(state), 0, -1)) {
                try {
                    JobDocument.read(commands().get(keys.job(id)))
                            .scheduledMicros()
                            .ifPresent(micros -> runs.put(id, micros));
                } catch (UnreadableDocument e) {
                    throw new AssertionError(e);
                }
            }
        }
        return runs.values().stream().sorted().toList();
    }

    private LettuceRedisStorageProvider provider() {
        LettuceRedisStorageProvider provider = new LettuceRedisStorageProvider(client);
        provider.setJobMapper(new JobMapper(JSON));
        return provider;
    }

    private static BackgroundJobServer server(LettuceRedisStorageProvider provider) {
        BackgroundJobServer server = new BackgroundJobServer(
                provider,
                JSON,
                new Activator(),
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(Duration.ofSeconds(5))
                        .andWorkerCount(2)
                        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(1)));
        server.start();
        return server;
    }

    /** Ends when it is off the list; its threads take longer. */
    private void stop(BackgroundJobServer server) {
        new Thread(server::stop, "stopper").start();
        until(() -> commands().zcount(keys.serversCreated(), Range.unbounded()) == 0);
    }

    private static void until(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    private RedisCommands<String, String> commands() {
        return connection.sync();
    }

    private static final class Activator implements JobActivator {
        private final Yard yard = new Yard();

        @Override
        public <T> T activateJob(Class<T> type) {
            return type.isInstance(yard) ? type.cast(yard) : null;
        }
    }
}
