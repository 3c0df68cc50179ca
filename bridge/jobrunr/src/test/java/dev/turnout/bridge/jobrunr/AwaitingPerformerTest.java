// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class AwaitingPerformerTest {
    @Test
    void jobSucceedsWhenItsStageEndsAndNotBefore() {
        try (LegacyServer legacy = LegacyServer.awaiting(2, 2)) {
            JobId id = legacy.enqueue(() -> legacy.yard.haul("coal"));
            await().until(() -> !legacy.yard.open.isEmpty());
            await().during(Duration.ofMillis(600))
                    .until(() -> legacy.storage.getJobById(id).hasState(StateName.PROCESSING));

            legacy.yard.open.get(0).complete(null);

            legacy.awaitState(id, StateName.SUCCEEDED);
            assertThat(legacy.yard.facades).hasValue(0);
        }
    }

    @Test
    void hundredJobsAreInFlightOnTwoThreads() {
        try (LegacyServer legacy = LegacyServer.awaiting(2, 100)) {
            for (int i = 0; i < 120; i++) {
                legacy.enqueue(() -> legacy.yard.haul("ore"));
            }

            await().atMost(Duration.ofSeconds(20)).until(() -> legacy.yard.open.size() == 100);
            await().during(Duration.ofMillis(600)).until(() -> legacy.yard.open.size() == 100);
            assertThat(legacy.storage.countJobs(StateName.PROCESSING)).isEqualTo(100);

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                legacy.yard.open.forEach(end -> end.complete(null));
                return legacy.storage.countJobs(StateName.SUCCEEDED) == 120;
            });
            assertThat(legacy.yard.seen).hasSize(120);
        }
    }

    @Test
    void failedStageIsRetriedWithTheExceptionOfTheStage() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            JobId id = legacy.enqueue(() -> legacy.yard.haul("milk"));
            await().until(() -> !legacy.yard.open.isEmpty());

            legacy.yard.open.get(0).completeExceptionally(new IllegalArgumentException("sour"));

            await().until(() -> legacy.storage
                    .getJobById(id)
                    .getLastJobStateOfType(ScheduledState.class)
                    .isPresent());
            FailedState failed = legacy.storage
                    .getJobById(id)
                    .getLastJobStateOfType(FailedState.class)
                    .orElseThrow();
            assertThat(failed.getExceptionType()).isEqualTo(IllegalArgumentException.class.getName());
            assertThat(failed.getExceptionMessage()).isEqualTo("sour");
            await().atMost(Duration.ofSeconds(10)).until(() -> legacy.yard.open.size() == 2);
            legacy.yard.open.get(1).complete(null);
            legacy.awaitState(id, StateName.SUCCEEDED);
        }
    }

    @Test
    void stageThatFailedAtOnceWithoutRetriesLeavesTheJobFailed() {
        Listener listener = new Listener();
        try (LegacyServer legacy = LegacyServer.awaiting(1, 1, listener)) {
            JobId id = legacy.enqueue(() -> legacy.yard.derail("coal"));

            legacy.awaitState(id, StateName.FAILED);

            await().until(() -> listener.heard.size() == 3);
            assertThat(listener.heard)
                    .containsExactly("processing", "failed InvocationTargetException: derailed coal", "given up");
        }
    }

    @Test
    void deletingAJobCancelsItsStage() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            JobId id = legacy.enqueue(() -> legacy.yard.haul("glass"));
            await().until(() -> !legacy.yard.open.isEmpty());

            legacy.scheduler.delete(id);

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> legacy.yard.open.get(0).isCancelled());
            await().until(() -> legacy.server.getJobSteward().getOccupiedWorkerCount() == 0);
            assertThat(legacy.storage.getJobById(id).getState()).isEqualTo(StateName.DELETED);
            assertThat(legacy.server.isRunning()).isTrue();
        }
    }

    @Test
    void deletingAJobInterruptsItsBlockingWork() throws Exception {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            JobId id = legacy.enqueue(() -> legacy.yard.load("bricks"));
            await().until(() -> legacy.yard.seen.contains("loading"));

            legacy.scheduler.delete(id);

            assertThat(legacy.yard.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stoppingTheServerCancelsStagesAndTheirJobsAreRetried() {
        LegacyServer legacy = LegacyServer.awaiting(1, 4);
        JobId id = legacy.enqueue(() -> legacy.yard.haul("fish"));
        await().until(() -> !legacy.yard.open.isEmpty());

        legacy.stop();

        assertThat(legacy.yard.open.get(0)).isCancelled();
        Job stored = legacy.storage.getJobById(id);
        assertThat(stored.getState()).isEqualTo(StateName.SCHEDULED);
        assertThat(stored.getLastJobStateOfType(FailedState.class).orElseThrow().getMessage())
                .isEqualTo("Job processing was stopped as background job server has stopped");
    }

    @Test
    void stoppingTheServerGivesStagesTheConfiguredTime() {
        LegacyServer legacy = LegacyServer.awaiting(1, 4);
        JobId id = legacy.enqueue(() -> legacy.yard.haul("fish"));
        await().until(() -> !legacy.yard.open.isEmpty());
        legacy.yard.open.get(0).completeOnTimeout(null, 300, TimeUnit.MILLISECONDS);

        legacy.stop();

        assertThat(legacy.storage.getJobById(id).getState()).isEqualTo(StateName.SUCCEEDED);
    }

    @Test
    void twinSeesContextLoggingAndFiltersOnEveryThread() {
        Listener listener = new Listener();
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4, listener)) {
            MDC.put("driver", "anna");
            JobId id = legacy.enqueue(() -> legacy.yard.report("post", JobContext.Null));
            MDC.clear();

            legacy.awaitState(id, StateName.SUCCEEDED);

            assertThat(legacy.yard.seen).containsExactly("turnout-blocking-n anna listener true");
            assertThat(legacy.storage.getJobById(id).getMetadata())
                    .containsKeys("jobRunrDashboardLog-2", "jobRunrDashboardProgressBar-2");
            assertThat(listener.heard).containsExactly("processing", "succeeded");
        }
    }

    @Test
    void whatTheTaskPutsIntoTheLoggingContextFollowsItToOtherThreads() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            MDC.put("driver", "anna");
            JobId id = legacy.enqueue(() -> legacy.yard.label("salt"));
            MDC.clear();

            legacy.awaitState(id, StateName.SUCCEEDED);

            assertThat(legacy.yard.seen).containsExactly("salt salt anna");
        }
    }

    @Test
    void requestHandlerIsRunByItsTwin() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 1)) {
            JobId id = new JobRequestScheduler(legacy.storage).enqueue(new Yard.Request("sand"));

            legacy.awaitState(id, StateName.SUCCEEDED);

            assertThat(Yard.Handler.SEEN).containsExactly("sand");
        }
    }

    @Test
    void serverKeepsAJobInFlightAlive() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 1)) {
            JobId id = legacy.enqueue(() -> legacy.yard.haul("slate"));
            await().until(() -> !legacy.yard.open.isEmpty());
            Instant first = legacy.storage.getJobById(id).getUpdatedAt();

            await().until(() -> legacy.storage.getJobById(id).getUpdatedAt().isAfter(first.plusMillis(300)));

            assertThat(legacy.storage.getJobById(id).getState()).isEqualTo(StateName.PROCESSING);
        }
    }

    @Test
    void stagePastItsTimeoutFailsTheJob() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 1)) {
            JobId id = legacy.enqueue(() -> legacy.yard.dawdle());

            legacy.awaitState(id, StateName.FAILED);

            assertThat(legacy.storage
                            .getJobById(id)
                            .getLastJobStateOfType(FailedState.class)
                            .orElseThrow()
                            .getExceptionMessage())
                    .isEqualTo("The stage did not end within PT0.1S");
        }
    }

    @Test
    void jobWithoutATwinRunsAsEver() {
        try (LegacyServer legacy = LegacyServer.awaiting(2, 100)) {
            JobId id = legacy.enqueue(() -> legacy.yard.plain("mail"));

            legacy.awaitState(id, StateName.SUCCEEDED);

            assertThat(legacy.yard.seen).singleElement().asString().startsWith("mail on backgroundjob-worker-pool-n");
        }
    }

    @Test
    void jobsThatBlockAreNeverClaimedBeyondTheFreeThreads() {
        try (LegacyServer legacy = LegacyServer.awaiting(2, 100)) {
            for (int i = 0; i < 10; i++) {
                legacy.enqueue(() -> legacy.yard.hold());
            }

            await().until(() -> legacy.yard.holding.get() == 2);
            await().during(Duration.ofMillis(800)).until(() -> legacy.storage.countJobs(StateName.PROCESSING) == 2);
            legacy.yard.release.countDown();
            await().atMost(Duration.ofSeconds(10)).until(() -> legacy.storage.countJobs(StateName.SUCCEEDED) == 10);
        }
    }

    @Test
    void methodThatReturnsAStageIsAwaitedEvenUnderAForeignPolicy() {
        try (LegacyServer legacy = LegacyServer.foreign(2)) {
            JobId id = legacy.enqueue(() -> legacy.yard.bare("salt"));
            await().until(() -> !legacy.yard.open.isEmpty());
            await().during(Duration.ofMillis(600))
                    .until(() -> legacy.storage.getJobById(id).hasState(StateName.PROCESSING));

            legacy.yard.open.get(0).completeExceptionally(new IllegalStateException("wet"));

            await().until(() -> legacy.storage
                    .getJobById(id)
                    .getLastJobStateOfType(FailedState.class)
                    .filter(failed -> "wet".equals(failed.getExceptionMessage()))
                    .isPresent());
        }
    }

    @Test
    void facadeUnderAForeignPolicyWaitsOnItsThread() {
        try (LegacyServer legacy = LegacyServer.foreign(2)) {
            JobId id = legacy.enqueue(() -> legacy.yard.haul("tea"));
            await().until(() -> !legacy.yard.open.isEmpty());

            legacy.yard.open.get(0).complete(null);

            legacy.awaitState(id, StateName.SUCCEEDED);
            assertThat(legacy.yard.facades).hasValue(1);
        }
    }

    @Test
    void pausedServerTakesJobsAgainAfterResume() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            legacy.server.pauseProcessing();
            JobId id = legacy.enqueue(() -> legacy.yard.haul("hay"));
            legacy.server.resumeProcessing();

            await().until(() -> !legacy.yard.open.isEmpty());
            legacy.yard.open.get(0).complete(null);

            legacy.awaitState(id, StateName.SUCCEEDED);
        }
    }

    private static final class Listener implements JobServerFilter {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void onProcessing(Job job) {
            MDC.put("filter", "listener");
            heard.add("processing");
        }

        @Override
        public void onProcessingSucceeded(Job job) {
            heard.add("succeeded");
        }

        @Override
        public void onProcessingFailed(Job job, Exception failure) {
            heard.add("failed " + failure.getClass().getSimpleName() + ": "
                    + ((InvocationTargetException) failure).getTargetException().getMessage());
        }

        @Override
        public void onFailedAfterRetries(Job job) {
            heard.add("given up");
        }
    }
}
