// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobPerformer;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code JobContext.runStepOnce}: a step that one pool has done, the other does not do again, and has its result. */
@Tag("redis")
class StepsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 4;

    private static RedisProcess redis;
    private static RedisClient client;
    private static RedisCommands<String, String> commands;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        client = RedisClient.create(redis.uri());
        commands = client.connect().sync();
    }

    @AfterAll
    static void stop() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        redis.close();
    }

    /** Each mapper, and who begins: the pools take turns. */
    static Stream<Arguments> mappers() {
        List<JsonMapper> all = DropIn.mappers().toList();
        return IntStream.range(0, all.size()).mapToObj(i -> Arguments.of(all.get(i), i % 2 == 0));
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void aStepThatEitherPoolHasDoneIsNotDoneAgainInTheOther(JsonMapper mapper, boolean asyncFirst) {
        Builder builder = new Builder();

        StateName end = play(mapper.getClass().getSimpleName(), mapper, builder, asyncFirst);

        System.out.println("[trial steps] " + mapper.getClass().getSimpleName() + ", attempts " + builder.threads.size()
                + (asyncFirst ? ", async first" : ", legacy first") + ", done " + builder.done + ", end " + end);
        assertThat(end).isEqualTo(StateName.SUCCEEDED);
        assertThat(builder.done).containsExactly("floor", "wall", "roof", "done 7 slate");
        assertThat(builder.threads.stream().map(name -> name.startsWith("turnout")))
                .containsExactly(asyncFirst, !asyncFirst, asyncFirst, !asyncFirst);
    }

    private static StateName play(String prefix, JsonMapper mapper, Builder builder, boolean asyncFirst) {
        LegacyKeys keys = LegacyKeys.under(prefix);
        commands.set(keys.age(), "0");
        StorageProvider storage = DropIn.usual(client, prefix);
        storage.setJobMapper(new JobMapper(mapper));
        LegacyQueue queue = LegacyQueue.open(client, LegacyQueueOptions.with().keyPrefix(prefix));
        Worker worker = worker(queue, mapper, builder);
        try {
            BackgroundJobServer server = server(storage, mapper, builder);
            UUID id = new JobScheduler(storage)
                    .<Builder>enqueue(each -> each.build("house", JobContext.Null))
                    .asUUID();
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                if (attempt > 1) { // as the master does when it is due
                    Job due = storage.getJobById(id);
                    due.enqueue();
                    storage.save(due);
                }
                int failures = attempt;
                if (attempt % 2 == (asyncFirst ? 1 : 0)) {
                    route(keys, "100");
                } else {
                    new BackgroundJobPerformer(server, storage.getJobById(id)).run();
                }
                await().atMost(LIMIT).until(() -> ended(storage.getJobById(id), failures));
                route(keys, "0");
            }
            return storage.getJobById(id).getState();
        } finally {
            worker.close();
            queue.close();
        }
    }

    private static boolean ended(Job job, int attempt) {
        return attempt == ATTEMPTS
                ? job.hasState(StateName.SUCCEEDED)
                : job.getJobStates().stream()
                                .filter(state -> state.getName() == StateName.FAILED)
                                .count()
                        == attempt;
    }

    private static void route(LegacyKeys keys, String percent) {
        commands.hset(keys.routes(), "*", percent);
        commands.publish(keys.signal(), "epoch " + commands.incr(keys.epoch()));
        commands.publish(keys.signal(), "work");
    }

    private static Worker worker(LegacyQueue queue, JsonMapper mapper, Builder builder) {
        try {
            return Worker.on(queue)
                    .tasks(TaskRegistry.of(List.of(TaskDefinition.blocking(
                            Builder.class, Builder.class.getMethod("build", String.class, JobContext.class), ""))))
                    .beans(type -> builder)
                    .surroundings(JobRunrSurroundings.on(queue.documents(), List.of(), new JobMapper(mapper)))
                    .build()
                    .start();
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static BackgroundJobServer server(StorageProvider storage, JsonMapper mapper, Builder builder) {
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(builder);
            }
        };
        return new BackgroundJobServer(
                storage,
                mapper,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(1));
    }

    /** Fails after each new step, so that the next attempt, of the other pool, goes on from there. */
    public static class Builder {
        final List<String> done = new CopyOnWriteArrayList<>();
        final List<String> threads = new CopyOnWriteArrayList<>();

        public void build(String what, JobContext context) throws Exception {
            threads.add(Thread.currentThread().getName());
            context.runStepOnce("floor", () -> {
                done.add("floor");
            });
            failAfter(1);
            int walls = context.runStepOnce("wall", () -> {
                done.add("wall");
                return 7;
            });
            failAfter(2);
            Roof roof = context.runStepOnce("roof", () -> {
                done.add("roof");
                return new Roof("slate");
            });
            failAfter(3);
            done.add("done " + walls + " " + roof.tiles);
        }

        private void failAfter(int attempt) {
            if (threads.size() == attempt) {
                throw new IllegalStateException("attempt " + attempt);
            }
        }
    }

    /** A result of the application's own type. */
    public static class Roof implements JobContext.Metadata {
        public String tiles;

        public Roof() {}

        Roof(String tiles) {
            this.tiles = tiles;
        }
    }
}
