// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobPerformer;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a body finds around it on an async worker without filters of its own, or with one that dresses the thread. In CI on JobRunr 8; on 7
 * with {@code -Dturnout.context=7}.
 */
@Tag("redis")
class ContextTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

    private static RedisProcess redis;
    private static RedisClient client;
    private static RedisCommands<String, String> commands;

    @BeforeAll
    static void start() {
        assumeTrue(DropIn.LINE == 8 || System.getProperty("turnout.context") != null, "JobRunr 7: -Dturnout.context=7");
        redis = RedisProcess.start();
        client = RedisClient.create(redis.uri());
        commands = client.connect().sync();
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            client.shutdown(0, 1, TimeUnit.SECONDS);
            redis.close();
        }
    }

    @Test
    @SuppressWarnings("try") // the worker does its work by being open
    void contextOfASecondAttemptSaysTheSameInBothPools() {
        Loader legacy = new Loader();
        Loader async = new Loader();

        StorageProvider storage = storage("legacy");
        UUID id = enqueue(storage);
        BackgroundJobServer server = server(storage, legacy);
        new BackgroundJobPerformer(server, storage.getJobById(id)).run();
        due(storage, id);
        new BackgroundJobPerformer(server, storage.getJobById(id)).run();
        StorageProvider other = storage("async");
        UUID copy = enqueue(other);
        try (LegacyQueue queue = queue("async");
                Worker worker = worker(queue, async, List.of())) {
            await().atMost(LIMIT).until(() -> other.getJobById(copy).hasState(StateName.SCHEDULED));
            due(other, copy);
            commands.publish(LegacyKeys.under("async").signal(), "work");
            await().atMost(LIMIT).until(() -> other.getJobById(copy).hasState(StateName.SUCCEEDED));
        }

        assertThat(storage.getJobById(id).getState()).isEqualTo(StateName.SUCCEEDED);
        assertThat(legacy.seen).hasSize(2);
        assertThat(async.seen).isEqualTo(legacy.seen);
        assertThat(async.created)
                .containsOnly(other.getJobById(copy).getCreatedAt().toString());
    }

    @Test
    @SuppressWarnings("try") // the worker does its work by being open
    void whatAFilterSetsOnTheThreadOfABlockingBodyItCanTakeFromIt() {
        Loader loader = new Loader();
        StorageProvider storage = storage("thread");
        JobScheduler scheduler = new JobScheduler(storage);
        try (LegacyQueue queue = queue("thread");
                Worker worker = worker(queue, loader, List.of(new Tenants()))) {
            scheduler.<Loader>enqueue(each -> each.look("dressed"));
            scheduler.<Loader>enqueue(each -> each.look("dressed and failing"));
            await().atMost(LIMIT).until(() -> loader.seen.size() == 2 && storage.countJobs(StateName.PROCESSING) == 0);
            scheduler.<Loader>enqueue(each -> each.look("bare"));

            await().atMost(LIMIT).until(() -> loader.seen.size() == 3);
        }

        assertThat(loader.seen).containsExactlyInAnyOrder("dressed acme", "dressed and failing acme", "bare null");
    }

    @Test
    void filtersHearOfEachCrashAndOfTheLast() {
        StorageProvider storage = storage("crash");
        new JobScheduler(storage).<Loader>enqueue(each -> each.look("dies"));
        Moments moments = new Moments();
        TaskAddress task = new TaskAddress(Loader.class.getName(), "look", List.of(String.class.getName()));
        try (LegacyQueue queue = LegacyQueue.open(
                client, LegacyQueueOptions.with().keyPrefix("crash").lease(Duration.ofMillis(100)))) {
            JobRunrSurroundings.on(
                    queue.documents(), moments.filters().subList(1, 2), new JobMapper(new JacksonJsonMapper()));

            await().atMost(LIMIT).until(() -> {
                queue.claims()
                        .claim(Demand.of(1, Set.of(task)))
                        .toCompletableFuture()
                        .join();
                queue.duties().reap().toCompletableFuture().join();
                return storage.countJobs(StateName.FAILED) == 1;
            });

            await().atMost(LIMIT).until(() -> moments.of("dies").size() == 4);
        }
        assertThat(moments.of("dies"))
                .extracting(call -> call.substring(0, call.indexOf(" |")))
                .containsExactly(
                        "hears applied PROCESSING -> ENQUEUED",
                        "hears applied PROCESSING -> ENQUEUED",
                        "hears applied PROCESSING -> FAILED",
                        "hears failed after retries");
    }

    /** Here, and not in the class of the task: whose class file does not say that it asks for metadata. */
    private static String said(JobContext context) {
        Map<String, Object> kept = context.getMetadata();
        return context.getJobName() + " " + context.getJobLabels() + " " + context.getJobSignature() + " "
                + context.getJobState() + " " + kept.get("done") + " " + kept.get("cursor") + " " + kept.get("sum");
    }

    private static UUID enqueue(StorageProvider storage) {
        return new JobScheduler(storage)
                .<Loader>enqueue(loader -> loader.load("coal", JobContext.Null))
                .asUUID();
    }

    /** As the master does. */
    private static void due(StorageProvider storage, UUID id) {
        var job = storage.getJobById(id);
        job.enqueue();
        storage.save(job);
    }

    private static StorageProvider storage(String prefix) {
        LegacyKeys keys = LegacyKeys.under(prefix);
        commands.set(keys.age(), "0");
        commands.incr(keys.epoch());
        commands.hset(keys.routes(), "*", "100");
        StorageProvider storage = DropIn.usual(client, prefix);
        storage.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        return storage;
    }

    private static BackgroundJobServer server(StorageProvider storage, Loader loader) {
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(loader);
            }
        };
        return new BackgroundJobServer(
                storage,
                new JacksonJsonMapper(),
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(1));
    }

    private static LegacyQueue queue(String prefix) {
        return LegacyQueue.open(client, LegacyQueueOptions.with().keyPrefix(prefix));
    }

    /** With one thread for bodies. */
    private static Worker worker(LegacyQueue queue, Loader loader, List<JobFilter> filters) {
        return Worker.on(queue)
                .tasks(TaskRegistry.of(Arrays.stream(Loader.class.getDeclaredMethods())
                        .filter(method -> List.of("load", "look").contains(method.getName()))
                        .map(method -> TaskDefinition.blocking(Loader.class, method, ""))
                        .toList()))
                .beans(type -> loader)
                .options(WorkerOptions.with().blockingPoolSize(1))
                .surroundings(
                        JobRunrSurroundings.on(queue.documents(), filters, new JobMapper(new JacksonJsonMapper())))
                .build()
                .start();
    }

    /** Dresses the thread of what it is told to, as tenants are put into a thread. */
    private static final class Tenants implements JobServerFilter {
        @Override
        public void onProcessing(org.jobrunr.jobs.Job job) {
            if (job.getJobDetails().getJobParameterValues()[0].toString().startsWith("dressed")) {
                TENANT.set("acme");
            }
        }

        @Override
        public void onProcessingSucceeded(org.jobrunr.jobs.Job job) {
            TENANT.remove();
        }

        @Override
        public void onProcessingFailed(org.jobrunr.jobs.Job job, Exception failure) {
            TENANT.remove();
        }
    }

    /** Writes down what it finds. */
    public static class Loader {
        final List<String> seen = new CopyOnWriteArrayList<>();
        final List<String> created = new CopyOnWriteArrayList<>();

        @org.jobrunr.jobs.annotations.Job(
                name = "Load %0",
                labels = {"tenant-%0"},
                retries = 3)
        public void load(String what, JobContext context) {
            created.add(context.getCreatedAt().toString());
            seen.add(said(context));
            if (seen.size() == 1) {
                context.saveMetadata("done", new ArrayList<>(List.of("a", "b")));
                context.saveMetadata("cursor", new HashMap<>(Map.of("page", 7)));
                context.saveMetadata("sum", new BigDecimal("1.50"));
                throw new IllegalStateException("try again");
            }
        }

        public void look(String what) {
            seen.add(what + " " + TENANT.get());
            if (what.endsWith("failing")) {
                throw new IllegalStateException("on purpose");
            }
        }
    }
}
