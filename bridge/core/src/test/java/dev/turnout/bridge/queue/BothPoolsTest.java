// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.Job;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jobrunr.jobs.context.JobDashboardLogger;
import org.jobrunr.jobs.context.JobDashboardProgressBar;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs that both pools have to do with: unmodified JobRunr 7.5.3 servers and dashboards beside async workers. */
@Tag("redis")
class BothPoolsTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
        rig.reset();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    /** The first attempt is ours, then come JobRunr's, then ours again. */
    @Test
    void attemptsAreCountedOverBothPools() {
        StockPool pool = StockPool.on(rig.client(), "counted", new JacksonJsonMapper());
        LegacyQueue legacy = rig.open(Rig.options()
                .keyPrefix("counted")
                .lease(Duration.ofSeconds(10))
                .headRoom(0)); // the only server is paused
        rig.redis().hset("counted:turnout:routes", "*", "100");
        TaskQueue queue = TaskQueue.on(legacy);
        JobId once = get(queue.enqueue(Freight::failAsync, "once", null)
                        .retries(1)
                        .send())
                .id();
        failOnce(legacy, 1);
        JobId often = get(queue.enqueue(Freight::failAsync, "often", null)
                        .retries(9)
                        .send())
                .id();
        failOnce(legacy, 1);

        JobId hidden = insertUnchecked(legacy, "hidden");

        pool.start();
        await().atMost(Duration.ofSeconds(40)).until(() -> failures(pool, often) >= 2 && failures(pool, once) == 2);
        pool.pause();

        assertThat(pool.job(once).hasState(StateName.FAILED)).isTrue(); // the second was the last
        await().until(() -> pool.job(hidden).hasState(StateName.FAILED));
        assertThat(pool.job(hidden).<FailedState>getJobState().getExceptionType())
                .as("why enqueue refuses what is not public")
                .isEqualTo(IllegalAccessException.class.getName());
        await().ignoreExceptions().until(() -> isRequeued(pool, often)); // the paused master may be faster
        int before = failures(pool, often);
        failOnce(legacy, before + 1);
        assertThat(reason(pool, often)).isEqualTo("Retry " + (before + 1) + " of 9");
        pool.close();
    }

    private static JobId insertUnchecked(LegacyQueue legacy, String method) {
        JobId id = new JobId(UUID.randomUUID().toString());
        get(legacy.door()
                .insert(new NewJob(
                        id,
                        new TaskAddress(Freight.class.getName(), method, List.of("java.lang.String")),
                        List.of(new Argument("java.lang.String", new TextNode("m"))),
                        Duration.ZERO,
                        Optional.of(0),
                        Map.of())));
        return id;
    }

    private static void failOnce(LegacyQueue legacy, int attempt) {
        Claim claim = claim(legacy, "fail");
        assertThat(claim.attempt()).isEqualTo(attempt);
        assertThat(get(legacy.claims().fail(claim, failure()))).isInstanceOf(Answer.Committed.class);
    }

    private static int failures(StockPool pool, JobId id) {
        return (int) pool.job(id).getJobStates().stream()
                .filter(state -> state.getName() == StateName.FAILED)
                .count();
    }

    private static String reason(StockPool pool, JobId id) {
        return pool.job(id).<ScheduledState>getJobState().getReason();
    }

    /** As the dashboard does, unless it waits already. */
    private static boolean isRequeued(StockPool pool, JobId id) {
        if (pool.job(id).hasState(StateName.SCHEDULED)) {
            pool.storage.save(requeued(pool, id));
        }
        return pool.job(id).hasState(StateName.ENQUEUED);
    }

    private static org.jobrunr.jobs.Job requeued(StockPool pool, JobId id) {
        org.jobrunr.jobs.Job job = pool.job(id);
        job.enqueue();
        return job;
    }

    @Test
    void theDashboardsDeleteCancelsTheStageAndItsRequeueRunsAgain() {
        StockPool dashboard = StockPool.on(rig.client(), "dashboard", new JacksonJsonMapper());
        LegacyQueue legacy = rig.open(Rig.options().keyPrefix("dashboard").lease(Duration.ofSeconds(10)));
        rig.redis().hset("dashboard:turnout:routes", "*", "100");
        TaskQueue queue = TaskQueue.on(legacy);
        try (Worker worker = FreightWorker.start(legacy, FreightWorker.tasks())) {
            Job<Void> running = get(queue.enqueue(Freight::waitAsync, "w").send());
            Job<Void> failing = get(
                    queue.enqueue(Freight::failAsync, "again", null).retries(0).send());
            await().until(() -> Freight.OPEN.size() == 1);
            await().until(() -> dashboard.job(failing.id()).hasState(StateName.FAILED));

            org.jobrunr.jobs.Job deleted = dashboard.job(running.id());
            deleted.delete("by the dashboard");
            dashboard.storage.save(deleted);
            dashboard.storage.save(requeued(dashboard, failing.id()));

            await().atMost(Duration.ofSeconds(15))
                    .until(() -> Freight.OPEN.get(0).isCancelled());
            await().atMost(Duration.ofSeconds(15)).until(() -> "xx".equals(Freight.SEEN.get("again")));
            await().until(() -> dashboard.job(failing.id()).hasState(StateName.FAILED));
            assertThat(dashboard.job(running.id()).getJobStates())
                    .extracting(state -> state.getName().name())
                    .containsExactly("ENQUEUED", "PROCESSING", "DELETED");
            assertThat(worker.counts().cancelled()).isEqualTo(1);
        }
    }

    @Test
    void whatATaskSaysOfItsRunIsReadByEachMapper() {
        for (Application application : Application.values()) {
            StockPool dashboard = StockPool.on(rig.client(), "told-" + application.prefix(), application.mapper);
            LegacyQueue legacy = rig.open(Rig.options()
                    .keyPrefix("told-" + application.prefix())
                    .lease(Duration.ofSeconds(10))
                    .dialect(application.dialect));
            rig.redis().hset("told-" + application.prefix() + ":turnout:routes", "*", "100");
            try (Worker worker = FreightWorker.start(legacy, FreightWorker.tasks())) {
                Job<Void> job = get(TaskQueue.on(legacy)
                        .enqueue(Freight::haulAsync, "told " + application, "iron", null)
                        .send());
                await().until(() -> dashboard.job(job.id()).hasState(StateName.SUCCEEDED));

                org.jobrunr.jobs.Job told = dashboard.job(job.id());
                assertThat(JobDashboardProgressBar.get(told).getProgress()).isEqualTo(25);
                assertThat(((JobDashboardLogger.JobDashboardLogLines)
                                        told.getMetadata().get("jobRunrDashboardLog-2"))
                                .getLogLines())
                        .extracting(JobDashboardLogger.JobDashboardLogLine::getLogMessage)
                        .containsExactly("hauling iron");
                assertThat(Freight.SEEN.get("told " + application)).isEqualTo("iron in attempt 1");
                assertThat(worker.counts().completed()).isEqualTo(1);
            }
        }
    }

    private static Failure failure() {
        return new Failure(new IllegalStateException("x"), "x", true, Optional.of(Duration.ZERO), -1);
    }

    private static Claim claim(LegacyQueue queue, String method) {
        return await().until(() -> claimIfThere(queue, method), claim -> claim != null);
    }

    private static @org.jspecify.annotations.Nullable Claim claimIfThere(LegacyQueue queue, String method) {
        TaskAddress task = new TaskAddress(Freight.class.getName(), method, List.of("java.lang.String"));
        return get(queue.claims().claim(Demand.of(1, Set.of(task)))).stream()
                .findFirst()
                .orElse(null);
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
