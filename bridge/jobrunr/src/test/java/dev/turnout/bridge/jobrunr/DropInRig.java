// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.awaitility.Awaitility.await;

import dev.turnout.samples.redis.RedisOptions;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.JobRunrMetadata;
import org.jobrunr.storage.Paging;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;

/** A real Redis, real JobRunr servers on storage providers, and what they run. */
final class DropInRig implements AutoCloseable {
    static final String PREFIX = "app";

    private final RedisProcess process;
    final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final List<BackgroundJobServer> servers = new ArrayList<>();
    private final List<StorageProvider> providers = new ArrayList<>();

    DropInRig() {
        this(RedisOptions.inMemory());
    }

    DropInRig(RedisOptions options) {
        process = RedisProcess.start(options);
        client = RedisClient.create(RedisURI.builder(RedisURI.create(process.uri()))
                .withTimeout(Duration.ofSeconds(10))
                .build());
        connection = client.connect();
    }

    /** Whether Redis was started by us, with our settings. */
    boolean isOurs() {
        return process.pid().isPresent();
    }

    /** Kills Redis and starts it again. */
    void crash() {
        process.crashAndRestart();
    }

    /** Stops Redis in its tracks: what is sent waits for an answer until {@link #crash}. */
    void freeze() throws IOException, InterruptedException {
        String pid = Long.toString(process.pid().orElseThrow());
        int code = new ProcessBuilder("kill", "-STOP", pid).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("kill -STOP " + pid + ": " + code);
        }
    }

    /** Cuts every connection but the one of the test. */
    void cutOthers() {
        redis().clientKill(KillArgs.Builder.typeNormal().skipme(true));
        redis().clientKill(KillArgs.Builder.typePubsub().skipme(true));
    }

    /** Whether Redis is there. */
    boolean answers() {
        try (StatefulRedisConnection<String, String> probe = client.connect()) {
            return "PONG".equals(probe.sync().ping());
        } catch (RedisException away) {
            return false;
        }
    }

    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    /** Empties the store; jobs may be claimed at once, and servers need not wait for their first master to write a version. */
    void reset() {
        retire();
        process.empty(redis());
        redis().set("app:turnout:age", "0");
        Freight.RUNS.clear();
        Freight.gate = new CountDownLatch(0);
    }

    StorageProvider provider(JsonMapper mapper) {
        return provider(PREFIX, mapper);
    }

    StorageProvider provider(String prefix, JsonMapper mapper) {
        redis().set(prefix + ":turnout:age", "0");
        return use(DropIn.provider(client, prefix, false), mapper);
    }

    StorageProvider use(StorageProvider provider, JsonMapper mapper) {
        provider.setJobMapper(new JobMapper(mapper));
        providers.add(provider);
        if (provider.getMetadata("database_version", "cluster") == null) {
            provider.saveMetadata(new JobRunrMetadata("database_version", "cluster", "6.0.0"));
        }
        return provider;
    }

    BackgroundJobServer server(StorageProvider provider, JsonMapper mapper, int workers, Duration poll) {
        BackgroundJobServer server = create(provider, mapper, workers, poll);
        servers.add(server);
        server.start();
        return server;
    }

    /** A server that is never started: a name to put into documents. */
    static BackgroundJobServer idle(StorageProvider provider, JsonMapper mapper) {
        return create(provider, mapper, 1, Duration.ofSeconds(5));
    }

    private static BackgroundJobServer create(StorageProvider provider, JsonMapper mapper, int workers, Duration poll) {
        BackgroundJobServer server = new BackgroundJobServer(
                provider,
                mapper,
                DropInRig::bean,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(workers)
                        .andPollInterval(poll)
                        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(1)));
        return server;
    }

    void route(String task, String record) {
        redis().hset("app:turnout:routes", task, record);
        redis().incr("app:turnout:epoch");
    }

    /** Who ran how many of the jobs that have succeeded, by the documents. */
    static Map<UUID, Integer> runners(StorageProvider storage) {
        Map<UUID, Integer> runners = new HashMap<>();
        storage.getJobList(StateName.SUCCEEDED, Paging.AmountBasedList.ascOnUpdatedAt(2_000))
                .forEach(job -> runners.merge(
                        job.getLastJobStateOfType(ProcessingState.class)
                                .orElseThrow()
                                .getServerId(),
                        1,
                        Integer::sum));
        return runners;
    }

    /** Enqueues jobs one by one, waits for their end, and gives what clients sent, by the server's count. */
    double commandsAJob(int jobs, boolean scripts, Consumer<String> enqueue) {
        long before = redis().zcard("app:queue:jobs:SUCCEEDED");
        redis().configResetstat();
        for (int i = 0; i < jobs; i++) {
            enqueue.accept("counted-" + i);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> redis().zcard("app:queue:jobs:SUCCEEDED") == before + jobs);
        return (double) calls(scripts) / jobs;
    }

    /** Where everything is a script, the commands that scripts send themselves are counted too, and left out here. */
    private long calls(boolean scripts) {
        return redis().info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .filter(line ->
                        scripts ? line.startsWith("cmdstat_eval") : !line.matches("cmdstat_(zcard|config.*|info):.*"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    private static <T> T bean(Class<T> type) {
        return type == Freight.class ? type.cast(new Freight()) : null;
    }

    /** Without waiting: JobRunr's housekeeping threads take up to 10 s to go. */
    private void retire() {
        List<BackgroundJobServer> running = List.copyOf(servers);
        List<StorageProvider> open = List.copyOf(providers);
        servers.clear();
        providers.clear();
        new Thread(
                        () -> {
                            running.forEach(BackgroundJobServer::stop);
                            open.forEach(StorageProvider::close);
                        },
                        "stopper")
                .start();
    }

    @Override
    public void close() {
        retire();
        connection.close();
        client.shutdown(0, 2, TimeUnit.SECONDS);
        process.close();
    }

    /** What is run; public, because JobRunr calls it. */
    public static final class Freight {
        static final Map<String, Integer> RUNS = new ConcurrentHashMap<>();
        static volatile CountDownLatch gate = new CountDownLatch(0);

        public void haul(String what) {
            RUNS.merge(what, 1, Integer::sum);
        }

        @Job(retries = 1, labels = "yard")
        public void derail(String what) {
            if (RUNS.merge(what, 1, Integer::sum) == 1) {
                throw new IllegalStateException("derailed");
            }
        }

        public void hold(String what, JobContext context) throws InterruptedException {
            RUNS.merge(what, 1, Integer::sum);
            context.logger().info("holding");
            gate.await();
        }
    }
}
