// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.context.JobDashboardProgressBar;
import org.jobrunr.jobs.states.DeletedState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Beside an unmodified JobRunr 7.5.3 server, on one Redis. */
@Tag("redis")
class StockServerTest {
    private static final TaskAddress WORK =
            new TaskAddress(Work.class.getName(), "run", List.of("java.lang.String", "long"));
    private static final int WORKERS = 2;

    private static Rig rig;
    private static StorageProvider storage;
    private static JobScheduler scheduler;

    /** What the stock server runs. */
    public static final class Work {
        static final Map<String, Integer> RUNS = new ConcurrentHashMap<>();

        public void run(String name, long number) {
            RUNS.merge(name, number == Long.MAX_VALUE ? 1 : 1_000, Integer::sum);
        }
    }

    @BeforeAll
    static void start() {
        rig = new Rig();
        rig.reset();
        storage = jobRunrsOwn();
        scheduler = JobRunr.configure()
                .useJsonMapper(new JacksonJsonMapper())
                .useStorageProvider(storage)
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(WORKERS)
                        .andPollInterval(Duration.ofSeconds(5)))
                .initialize()
                .getJobScheduler();
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> rig.redis().exists("app:metadata:database_version-cluster") == 1);
    }

    @SuppressWarnings("deprecation") // the provider that users of 7.5.3 have; JobRunr announces its end
    private static StorageProvider jobRunrsOwn() {
        return new org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider(rig.client(), Rig.PREFIX);
    }

    @AfterAll
    static void stop() {
        JobRunr.destroy();
        rig.close();
    }

    @Test
    void bothPoolsShareOneQueueAndEachJobRunsOnce() {
        LegacyQueueOptions options = Rig.options().lease(Duration.ofSeconds(10));
        LegacyQueue queue = rig.open(options);
        Rig.get(queue.presence().announce());
        long before = storage.countJobs(StateName.SUCCEEDED);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String name = "shared-" + i;
            names.add(name);
            scheduler.<Work>enqueue(work -> work.run(name, Long.MAX_VALUE));
        }

        List<Claim> claims = new ArrayList<>();
        await().atMost(10, TimeUnit.SECONDS).until(() -> {
            claims.addAll(claim(queue, 10 - claims.size()));
            return claims.size() == 10;
        });
        Claim released = claims.get(0);
        Claim failed = claims.get(1);
        Claim parked = claims.get(2);
        claims.subList(3, 10)
                .forEach(claim ->
                        assertThat(Rig.get(queue.claims().complete(claim))).isInstanceOf(Answer.Committed.class));
        assertThat(Rig.get(queue.claims().release(released))).isInstanceOf(Answer.Committed.class);
        assertThat(Rig.get(queue.claims().park(parked, "unfit"))).isInstanceOf(Answer.Committed.class);
        assertThat(Rig.get(queue.claims()
                        .fail(
                                failed,
                                new Failure(new IllegalStateException("x"), "x", true, Optional.of(Duration.ZERO), 3))))
                .isInstanceOf(Answer.Committed.class);

        assertThat(claims).allMatch(claim -> claim.arguments().get(1).value().longValue() == Long.MAX_VALUE);
        await().atMost(40, TimeUnit.SECONDS)
                .until(() -> Work.RUNS.keySet().stream()
                                .filter(name -> name.startsWith("shared"))
                                .count()
                        == 53);
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> before + names.size() == storage.countJobs(StateName.SUCCEEDED));
        assertThat(Work.RUNS.values()).allMatch(runs -> runs == 1);
        assertThat(Work.RUNS).containsKeys(name(released), name(failed), name(parked));
        claims.subList(3, 10).forEach(claim -> {
            assertThat(Work.RUNS).doesNotContainKey(name(claim));
            assertThat(storage.getJobById(uuid(claim.id())).getState()).isEqualTo(StateName.SUCCEEDED);
        });
        assertThat(storage.getJobById(uuid(failed.id())).getJobStates())
                .extracting(state -> state.getName().name())
                .containsExactly(
                        "ENQUEUED", "PROCESSING", "FAILED", "SCHEDULED", "ENQUEUED", "PROCESSING", "SUCCEEDED");
        assertThat(storage.getJobById(uuid(parked.id())).getJobStates())
                .extracting(state -> state.getName().name())
                .containsExactly("ENQUEUED", "PROCESSING", "SUCCEEDED");
        assertThat(storage.getBackgroundJobServers())
                .hasSize(2)
                .extracting(server -> server.getId())
                .contains(options.workerId());
        assertThat(storage.getLongestRunningBackgroundJobServerId()).isNotEqualTo(options.workerId());
    }

    /** The figures of this test are in its assertion: 1 500 jobs, one stock server of 2, two async workers. */
    @Test
    void underLoadNoJobRunsTwiceAndNoneIsLost() {
        int count = 1_500;
        LegacyQueue one = rig.open(Rig.options().lease(Duration.ofSeconds(10)));
        LegacyQueue two = rig.open(Rig.options().lease(Duration.ofSeconds(10)));
        long before = storage.countJobs(StateName.SUCCEEDED);
        scheduler.<Work, Integer>enqueue(
                java.util.stream.IntStream.range(0, count).boxed(),
                (work, number) -> work.run("load-" + number, Long.MAX_VALUE));
        Map<String, Integer> ours = new ConcurrentHashMap<>();

        var first = java.util.concurrent.CompletableFuture.runAsync(() -> drain(one, ours));
        var second = java.util.concurrent.CompletableFuture.runAsync(() -> drain(two, ours));
        first.join();
        second.join();

        await().atMost(60, TimeUnit.SECONDS).until(() -> storage.countJobs(StateName.SUCCEEDED) == before + count);
        for (int i = 0; i < count; i++) {
            String name = "load-" + i;
            int runs = ours.getOrDefault(name, 0) + Work.RUNS.getOrDefault(name, 0);
            assertThat(runs).as(name).isEqualTo(1);
        }
        assertThat(ours).isNotEmpty();
    }

    @Test
    void progressOfATaskIsSeenThroughJobRunrsOwnStorage() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofSeconds(10)));
        scheduler.<Work, Integer>enqueue(
                java.util.stream.IntStream.range(0, 20).boxed(),
                (work, number) -> work.run("progress-" + number, Long.MAX_VALUE));
        List<Claim> claims = await().until(() -> claim(queue, 1), some -> !some.isEmpty());
        Claim claim = claims.get(0);
        ObjectNode half = JsonNodeFactory.instance.objectNode().put("done", 2).put("total", 4);

        assertThat(Rig.get(queue.claims().note(claim, Map.of(Claims.PROGRESS, half))))
                .isEqualTo(new Answer.Committed());

        assertThat(progress(claim)).isEqualTo(50);
        assertThat(Rig.get(queue.claims().complete(claim))).isEqualTo(new Answer.Committed());
        assertThat(storage.getJobById(uuid(claim.id())).getState()).isEqualTo(StateName.SUCCEEDED);
        assertThat(progress(claim)).isEqualTo(50);
        await().atMost(40, TimeUnit.SECONDS)
                .until(() -> Work.RUNS.keySet().stream()
                                .filter(name -> name.startsWith("progress"))
                                .count()
                        == 19);
    }

    private static int progress(Claim claim) {
        return JobDashboardProgressBar.get(storage.getJobById(uuid(claim.id()))).getProgress();
    }

    @Test
    void metadataThatWePutInReachesAStockServerAndAJobThatWeCancelIsDeletedToIt() {
        LegacyQueue queue = rig.open(Rig.options().lease(Duration.ofSeconds(10)));
        NewJob job = new NewJob(
                new JobId(UUID.randomUUID().toString()),
                WORK,
                List.of(
                        new Argument("java.lang.String", new TextNode("carried")),
                        new Argument("long", LongNode.valueOf(Long.MAX_VALUE))),
                Duration.ofHours(1),
                Optional.empty(),
                Map.of("traceparent", new TextNode("00-abc-def-01")));
        Rig.get(queue.door().insert(job));
        assertThat(storage.getJobById(uuid(job.id())).getMetadata()).containsEntry("traceparent", "00-abc-def-01");

        assertThat(Rig.get(queue.door().cancel(job.id(), "typed twice"))).isEqualTo(new Answer.Committed());

        DeletedState deleted = storage.getJobById(uuid(job.id())).getJobState();
        assertThat(deleted.getReason()).isEqualTo("typed twice");
    }

    private static void drain(LegacyQueue queue, Map<String, Integer> ours) {
        int empty = 0;
        while (empty < 20) {
            List<Claim> claims = claim(queue, 5);
            empty = claims.isEmpty() ? empty + 1 : 0;
            claims.forEach(claim -> {
                ours.merge(name(claim), 1, Integer::sum);
                assertThat(Rig.get(queue.claims().complete(claim))).isInstanceOf(Answer.Committed.class);
            });
        }
    }

    private static List<Claim> claim(LegacyQueue queue, int limit) {
        return Rig.get(queue.claims().claim(Demand.of(limit, Set.of(WORK))));
    }

    private static String name(Claim claim) {
        return claim.arguments().get(0).value().textValue();
    }

    private static UUID uuid(JobId id) {
        return UUID.fromString(id.value());
    }
}
