// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.BackgroundJobServerConfigurationReader;
import org.jobrunr.server.tasks.TaskRunInfo;
import org.jobrunr.server.tasks.zookeeper.ProcessRecurringJobsTask;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.Paging;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a master of JobRunr that has just become one makes of recurring jobs: what the bridge relies on when it fills a gap. */
class FreshMasterTest {
    private final InMemoryStorageProvider storage = new InMemoryStorageProvider();
    private BackgroundJobServer server;

    @BeforeEach
    void aJobEveryFiveSeconds() {
        JacksonJsonMapper json = new JacksonJsonMapper();
        storage.setJobMapper(new JobMapper(json));
        server = new BackgroundJobServer(
                storage,
                json,
                null,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollIntervalInSeconds(5)); // never started
        new JobScheduler(storage).<Yard>scheduleRecurrently("ticks", "*/5 * * * * *", yard -> yard.plain("tick"));
    }

    @Test
    void itMakesNoRunThatLiesBeforeItsFirstLook() {
        Instant before = Instant.now();

        look();

        assertThat(runs()).isNotEmpty().allMatch(run -> run.isAfter(before));
    }

    @Test
    void itLeavesOutARunThatOneStillOnItsWayStandsBefore() {
        Job earlier = storage.getRecurringJobs().get(0).toScheduledJob();
        earlier.enqueue();
        storage.save(earlier);

        look();

        assertThat(runs()).isEmpty();
    }

    @Test
    void anotherOneKnowsNothingOfWhatTheFirstHasMadeButItsInstances() {
        look();
        int made = runs().size();
        for (Job job : storage.getJobList(StateName.SCHEDULED, Paging.AmountBasedList.ascOnUpdatedAt(100))) {
            storage.save(job.delete("over"));
        }

        look();

        assertThat(made).isPositive();
        assertThat(runs()).isNotEmpty();
    }

    /** The first look of a master. */
    private void look() {
        new ProcessRecurringJobsTask(server).run(new Run(server.getConfiguration()));
    }

    private List<Instant> runs() {
        return storage.getJobList(StateName.SCHEDULED, Paging.AmountBasedList.ascOnUpdatedAt(100)).stream()
                .map(job -> ((ScheduledState) job.getJobState()).getScheduledAt())
                .toList();
    }

    private static final class Run extends TaskRunInfo {
        Run(BackgroundJobServerConfigurationReader configuration) {
            super(configuration);
        }
    }
}
