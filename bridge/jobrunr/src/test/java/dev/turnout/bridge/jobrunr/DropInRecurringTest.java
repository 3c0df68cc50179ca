// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recurring jobs on our storage provider: each run once, whoever makes it. */
@Tag("redis")
class DropInRecurringTest {
    private static final JsonMapper ANY = DropIn.mappers().findFirst().orElseThrow();
    private static DropInRig rig;

    @BeforeAll
    static void start() {
        rig = new DropInRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
    }

    @Test
    void aRetryOfAnInstanceKeepsTheTimeOfItsRun() {
        StorageProvider storage = rig.provider(ANY);
        new JobScheduler(storage).<Freight>scheduleRecurrently("rec", "* * * * *", freight -> freight.haul("rec"));
        Job job = storage.save(storage.getRecurringJobs().get(0).toScheduledJob());
        Double run = rig.redis().zscore("app:turnout:instances:rec", job.getId().toString());

        job.failed("no", new IllegalStateException("no"));
        job.scheduleAt(Instant.now().plusSeconds(18_000), "Retry 9 of 10");
        Job retry = storage.save(job);

        assertThat(run).isLessThan((Instant.now().getEpochSecond() + 61) * 1e6);
        assertThat(rig.redis().zscore("app:turnout:instances:rec", retry.getId().toString()))
                .isEqualTo(run);
    }

    @Test
    void anOldInstanceThatIsRemovedDoesNotLetARecurringJobOverlap() {
        StorageProvider storage = rig.provider(ANY);
        JobScheduler scheduler = new JobScheduler(storage);
        scheduler.<Freight>scheduleRecurrently("rec", Duration.ofHours(1), freight -> freight.haul("rec"));
        Job old = storage.save(storage.getRecurringJobs().get(0).toEnqueuedJob());
        Job running = storage.save(storage.getRecurringJobs().get(0).toEnqueuedJob());

        storage.save(storage.getJobById(old.getId()).delete("old"));
        storage.deletePermanently(old.getId());

        assertThat(DropIn.isUnderWay(storage, "rec")).isTrue();
        storage.save(storage.getJobById(running.getId()).delete("over"));
        assertThat(DropIn.isUnderWay(storage, "rec")).isFalse();
    }

    @Test
    void aMasterThatStoodStillDoesNotMakeARunThatTheAsyncPoolHasDecidedAbout() {
        StorageProvider storage = rig.provider(ANY);
        new JobScheduler(storage).<Freight>scheduleRecurrently("rec", "* * * * *", freight -> freight.haul("rec"));
        List<Job> made = storage.getRecurringJobs()
                .get(0)
                .toScheduledJobs(Instant.now().minusSeconds(130), Instant.now().minusSeconds(60));
        long last = ((ScheduledState) made.get(made.size() - 1).getJobState())
                        .getScheduledAt()
                        .getEpochSecond()
                * 1_000_000;
        rig.redis().hset("app:turnout:recurring:filled", "rec", Long.toString(last));

        storage.save(made);
        assertThat(storage.countJobs(StateName.SCHEDULED)).isZero();

        Job next = storage.save(storage.getRecurringJobs().get(0).toScheduledJob());
        assertThat(storage.getJobById(next.getId()).getState()).isEqualTo(StateName.SCHEDULED);
    }
}
