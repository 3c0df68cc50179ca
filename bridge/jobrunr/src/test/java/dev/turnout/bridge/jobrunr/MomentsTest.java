// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.jobrunr.storage.JobRunrMetadata;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The moments at which filters are called: what a JobRunr server calls, an async worker calls, in that order, of the same job. In CI
 * on JobRunr 8; on 7 with {@code -Dturnout.moments=drop-in}, or {@code stock} for a server on the provider that it has itself.
 */
@Tag("redis")
class MomentsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ASKED = System.getProperty("turnout.moments");
    private static final boolean STOCK = "stock".equals(ASKED);
    private static final Duration POLL = STOCK ? DropIn.SHORTEST_POLL : Duration.ofMillis(200);

    @Test
    void anAsyncWorkerCallsFiltersWhenAJobRunrServerDoes() {
        assumeTrue(DropIn.LINE == 8 || ASKED != null, "JobRunr 7: -Dturnout.moments=stock");
        try (RedisProcess redis = RedisProcess.start()) {
            RedisClient client = RedisClient.create(redis.uri());
            Side legacy = new Side(client, "legacy");
            Side async = new Side(client, "async");
            BackgroundJobServer server = legacy.server();
            Worker worker = async.worker();
            try {
                CompletableFuture<Void> there = CompletableFuture.runAsync(legacy::play);
                async.play();
                there.join();

                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(async.told()).isEqualTo(legacy.told()));
                System.out.println("[trial filters] moments, JobRunr " + DropIn.LINE + (STOCK ? " stock" : " drop-in")
                        + ", jobs " + legacy.told().size() + ", calls legacy " + legacy.calls() + ", async "
                        + async.calls());
                assertThat(legacy.told().get("again")).hasSizeGreaterThan(20);
                assertThat(async.states()).isEqualTo(legacy.states());
                assertThat(legacy.errands.runs).doesNotContainKeys("barred", "unwanted");
                assertThat(async.errands.runs).isEqualTo(legacy.errands.runs);
            } finally {
                new Thread(server::stop, "stopper").start();
                worker.close();
                async.queue.close();
                client.shutdown(0, 1, TimeUnit.SECONDS);
            }
        }
    }

    /** One pool with a store of its own. */
    private static final class Side {
        final LegacyQueue queue;
        private final Moments moments = new Moments();
        private final Errands errands = new Errands();
        private final StorageProvider storage;
        private final JobScheduler scheduler;
        private final Map<String, UUID> ids = new LinkedHashMap<>();

        Side(RedisClient client, String prefix) {
            LegacyKeys keys = LegacyKeys.under(prefix);
            RedisCommands<String, String> commands = client.connect().sync();
            commands.set(keys.age(), "0");
            if (prefix.equals("async")) {
                commands.incr(keys.epoch());
                commands.hset(keys.routes(), "*", "100");
            }
            queue = LegacyQueue.open(client, LegacyQueueOptions.with().keyPrefix(prefix));
            storage = STOCK ? DropIn.usual(client, prefix) : DropIn.provider(client, prefix, false);
            storage.setJobMapper(new JobMapper(new JacksonJsonMapper()));
            storage.saveMetadata(new JobRunrMetadata("database_version", "cluster", "6.0.0"));
            scheduler = new JobScheduler(storage);
        }

        BackgroundJobServer server() {
            JobActivator activator = new JobActivator() {
                @Override
                public <T> T activateJob(Class<T> type) {
                    return type.cast(errands);
                }
            };
            BackgroundJobServer server = new BackgroundJobServer(
                    storage,
                    new JacksonJsonMapper(),
                    activator,
                    BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                            .andWorkerCount(8)
                            .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(1))
                            .andPollInterval(POLL));
            server.setJobFilters(moments.filters());
            server.start();
            return server;
        }

        Worker worker() {
            return Worker.on(queue)
                    .tasks(TaskRegistry.of(Arrays.stream(Errands.class.getDeclaredMethods())
                            .filter(Errands::isTask)
                            .map(method -> TaskDefinition.blocking(Errands.class, method, ""))
                            .toList()))
                    .beans(type -> errands)
                    .surroundings(JobRunrSurroundings.on(
                            queue.documents(), moments.filters(), new JobMapper(new JacksonJsonMapper())))
                    .build()
                    .start();
        }

        void play() {
            enter(
                    "good",
                    scheduler.<Errands>enqueue(errand -> errand.run("good")).asUUID());
            enter(
                    "again",
                    scheduler.<Errands>enqueue(errand -> errand.late("again")).asUUID());
            enter(
                    "never",
                    scheduler.<Errands>enqueue(errand -> errand.never("never")).asUUID());
            enter(
                    "asked",
                    scheduler.<Errands>enqueue(errand -> errand.never("asked")).asUUID());
            enter(
                    "long",
                    scheduler.<Errands>enqueue(errand -> errand.hold("long")).asUUID());
            enter(
                    "barred",
                    scheduler.<Errands>enqueue(errand -> errand.run("barred")).asUUID());
            enter(
                    "unwanted",
                    scheduler
                            .<Errands>schedule(Instant.now().plusSeconds(1), errand -> errand.run("unwanted"))
                            .asUUID());
            enter(
                    "planned",
                    scheduler
                            .<Errands>schedule(Instant.now().plusSeconds(1), errand -> errand.run("planned"))
                            .asUUID());
            enter(
                    "dropped",
                    scheduler
                            .<Errands>schedule(Instant.now().plusSeconds(3_600), errand -> errand.run("dropped"))
                            .asUUID());
            byHand("dropped", StateName.SCHEDULED, job -> job.delete("Job deleted via Dashboard"));
            await().atMost(LIMIT).until(() -> errands.runs.containsKey("long"));
            byHand("long", StateName.PROCESSING, job -> job.delete("Job deleted via Dashboard"));
            byHand("asked", StateName.FAILED, Job::enqueue);
            reach("good", StateName.SUCCEEDED);
            reach("again", StateName.SUCCEEDED);
            reach("planned", StateName.SUCCEEDED);
            reach("barred", StateName.DELETED);
            reach("unwanted", StateName.DELETED);
            reach("never", StateName.FAILED);
            await().atMost(LIMIT).until(() -> errands.runs.get("asked") == 3);
            reach("asked", StateName.FAILED);
            await().atMost(LIMIT).until(() -> errands.interrupted.getCount() == 0);
        }

        private void enter(String what, UUID id) {
            ids.put(what, id);
        }

        private void reach(String what, StateName state) {
            await().alias(what)
                    .atMost(LIMIT)
                    .until(() -> storage.getJobById(ids.get(what)).getState() == state);
        }

        /** As the dashboard does: reads, changes, saves. A server may have just said that the job lives: then again. */
        private void byHand(String what, StateName from, Consumer<Job> change) {
            reach(what, from);
            await().atMost(LIMIT).until(() -> {
                try {
                    Job job = storage.getJobById(ids.get(what));
                    change.accept(job);
                    storage.save(job);
                    return true;
                } catch (ConcurrentJobModificationException again) {
                    return false;
                }
            });
        }

        Map<String, List<String>> told() {
            Map<String, List<String>> told = new LinkedHashMap<>();
            ids.keySet().forEach(what -> told.put(what, List.copyOf(moments.of(what))));
            return told;
        }

        int calls() {
            return told().values().stream().mapToInt(List::size).sum();
        }

        Map<String, List<StateName>> states() {
            Map<String, List<StateName>> states = new LinkedHashMap<>();
            ids.forEach((what, id) -> states.put(
                    what,
                    storage.getJobById(id).getJobStates().stream()
                            .map(state -> state.getName())
                            .toList()));
            return states;
        }
    }

    /** What is run. */
    public static class Errands {
        final Map<String, Integer> runs = new ConcurrentHashMap<>();
        final CountDownLatch interrupted = new CountDownLatch(1);

        static boolean isTask(Method method) {
            return List.of("run", "late", "never", "hold").contains(method.getName());
        }

        public void run(String what) {
            runs.merge(what, 1, Integer::sum);
        }

        public void late(String what) {
            if (runs.merge(what, 1, Integer::sum) == 1) {
                throw new IllegalStateException("not yet");
            }
        }

        public void never(String what) {
            runs.merge(what, 1, Integer::sum);
            throw new UnsupportedOperationException("never");
        }

        public void hold(String what) throws InterruptedException {
            runs.merge(what, 1, Integer::sum);
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        }
    }
}
