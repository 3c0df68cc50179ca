// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.carbonaware.CarbonAware;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.server.threadpool.VirtualThreadJobRunrExecutor;
import org.jobrunr.storage.navigation.AmountRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What only JobRunr 8 has or does fast, with our jar beside it: 7 takes 10 s for a stop. */
class JobRunr8JobsTest {
    @Test
    void recurringJobIsMadeAheadOfItsTimeAndRunByItsTwin() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            legacy.scheduler.scheduleRecurrently("milk-run", Duration.ofSeconds(5), () -> legacy.yard.haul("milk"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> legacy.storage.countJobs(StateName.SCHEDULED) + legacy.yard.open.size() > 0);
            await().atMost(Duration.ofSeconds(30)).until(() -> !legacy.yard.open.isEmpty());
            assertThat(legacy.storage.countJobs(StateName.SUCCEEDED)).isZero();

            legacy.yard.open.get(0).complete(null);

            await().atMost(Duration.ofSeconds(20)).until(() -> legacy.storage.countJobs(StateName.SUCCEEDED) > 0);
            Job run = legacy.storage
                    .getJobList(StateName.SUCCEEDED, new AmountRequest("updatedAt:ASC", 1))
                    .get(0);
            assertThat(run.getRecurringJobId()).contains("milk-run");
            assertThat(legacy.storage.getRecurringJobs())
                    .extracting(RecurringJob::getCreatedBy)
                    .containsExactly(RecurringJob.CreatedBy.API);
            assertThat(legacy.yard.facades).hasValue(0);
        }
    }

    @Test
    void carbonAwareJobIsAwaitedToo() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            Instant now = Instant.now();
            JobId id = legacy.scheduler.schedule(
                    CarbonAware.between(now.minusSeconds(1), now.plus(Duration.ofHours(6))),
                    () -> legacy.yard.haul("wind"));
            await().atMost(Duration.ofSeconds(30)).until(() -> legacy.yard.open.size() == 1);
            assertThat(legacy.storage.getJobById(id).getState()).isEqualTo(StateName.PROCESSING);

            legacy.yard.open.get(0).complete(null);

            legacy.awaitState(id, StateName.SUCCEEDED);
            assertThat(legacy.storage.getJobById(id).getJobStates())
                    .extracting(state -> state.getName().name())
                    .containsAll(List.of("AWAITING", "PROCESSING", "SUCCEEDED"));
        }
    }

    @Test
    void serverThatIsStartedAgainAwaitsAgain() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 4)) {
            JobId id = legacy.enqueue(() -> legacy.yard.haul("eggs"));
            await().until(() -> legacy.yard.open.size() == 1);
            legacy.stop();
            assertThat(legacy.yard.open.get(0)).isCancelled();

            legacy.server.start();

            await().atMost(Duration.ofSeconds(30)).until(() -> legacy.yard.open.size() == 2);
            assertThat(legacy.storage.countJobs(StateName.SUCCEEDED)).isZero();
            legacy.yard.open.get(1).complete(null);
            legacy.awaitState(id, StateName.SUCCEEDED);
        }
    }

    @Test
    void jobsOfABatchAreAllInFlight() {
        try (LegacyServer legacy = LegacyServer.awaiting(1, 50)) {
            legacy.scheduler.enqueue(Stream.iterate(1, n -> n + 1).limit(50), n -> legacy.yard.haul("crate " + n));
            await().atMost(Duration.ofSeconds(20)).until(() -> legacy.yard.open.size() == 50);

            legacy.yard.open.forEach(end -> end.complete(null));

            await().atMost(Duration.ofSeconds(20)).until(() -> legacy.storage.countJobs(StateName.SUCCEEDED) == 50);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void jobsAreInFlightBesideVirtualThreads() {
        LegacyServer.Activator activator = new LegacyServer.Activator();
        try (LegacyServer legacy = LegacyServer.start(
                AwaitingWorkerPolicy.around(
                                new DefaultBackgroundJobServerWorkerPolicy(2, VirtualThreadJobRunrExecutor::new),
                                activator)
                        .inFlight(50),
                activator)) {
            legacy.scheduler.enqueue(Stream.iterate(1, n -> n + 1).limit(50), n -> legacy.yard.haul("crate " + n));
            await().atMost(Duration.ofSeconds(20)).until(() -> legacy.yard.open.size() == 50);
            assertThat(legacy.yard.starters)
                    .allMatch(thread -> thread.getClass().getSimpleName().equals("VirtualThread"));

            legacy.stop();

            assertThat(legacy.yard.open).allMatch(stage -> stage.isCancelled());
            assertThat(legacy.storage.countJobs(StateName.SCHEDULED)).isEqualTo(50);
        }
    }
}
