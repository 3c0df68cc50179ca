// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.states.CarbonAwareAwaitingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.JobRunrMetadata;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What JobRunr 8 says that JobRunr 7 would stop at. */
@Tag("redis")
class DialectTest {
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

    static List<JsonMapper> mappers() {
        return DropIn.mappers().toList();
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void definitionsAreWrittenInTheWordsOfSevenAndReadBackWhole(JsonMapper mapper) {
        StorageProvider storage = rig.provider(mapper);
        new JobScheduler(storage)
                .<Freight>scheduleRecurrently("rec", Duration.ofHours(1), freight -> freight.haul("rec"));

        RecurringJob back = storage.getRecurringJobs().get(0);

        assertThat(rig.redis().get("app:recurringjob:rec"))
                .contains("\"scheduleExpression\"")
                .doesNotContain("createdBy");
        assertThat(back.getCreatedBy()).isEqualTo(RecurringJob.CreatedBy.API);
        assertThat(storage.recurringJobsUpdated(storage.getRecurringJobs().getLastModifiedHash()))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void aJobThatAwaitsItsCarbonIsRefusedAndNothingIsStored(JsonMapper mapper) {
        StorageProvider storage = rig.provider(mapper);
        new JobScheduler(storage).<Freight>enqueue(freight -> freight.haul("x"));
        Job plain = storage.getJobList(StateName.ENQUEUED, org.jobrunr.storage.Paging.AmountBasedList.ascOnUpdatedAt(1))
                .get(0);
        Job awaiting = new Job(
                plain.getJobDetails(),
                new CarbonAwareAwaitingState(
                        Instant.now().plusSeconds(3_600),
                        Instant.now(),
                        Instant.now().plusSeconds(36_000),
                        "carbon"));

        assertThatThrownBy(() -> storage.save(awaiting)).hasMessageContaining("TURNOUT-0607");

        assertThat(awaiting.getVersion()).isZero();
        assertThat(rig.redis().exists("app:job:" + awaiting.getId())).isZero();
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void aScheduleWithACarbonMarginIsRefusedAndNothingIsStored(JsonMapper mapper) {
        StorageProvider storage = rig.provider(mapper);

        assertThatThrownBy(() -> new JobScheduler(storage)
                        .<Freight>scheduleRecurrently(
                                "green", "0 3 * * * [PT1H/PT2H]", freight -> freight.haul("green")))
                .hasStackTraceContaining("TURNOUT-0608 recurring job green is carbon aware (0 3 * * * [PT1H/PT2H])");

        assertThat(storage.getRecurringJobs()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void theLatestRunOfAnInstanceIsKnownAlsoWhereSevenMadeIt(JsonMapper mapper) {
        StorageProvider storage = rig.provider(mapper);
        new JobScheduler(storage)
                .<Freight>scheduleRecurrently("rec", Duration.ofHours(1), freight -> freight.haul("rec"));
        Job instance = storage.save(storage.getRecurringJobs().get(0).toScheduledJob());
        Instant due = instance.<ScheduledState>getJobState().getScheduledAt();

        assertThat(storage.getRecurringJobLatestScheduledInstant("rec", StateName.SCHEDULED))
                .isBetween(due.minusMillis(1), due);
        rig.redis().del("app:turnout:instances:rec");
        assertThat(storage.getRecurringJobLatestScheduledInstant("rec", StateName.SCHEDULED))
                .isEqualTo(due);
        assertThat(storage.getRecurringJobLatestScheduledInstant("rec", StateName.PROCESSING))
                .isNull();
        String owner = UUID.randomUUID().toString();
        storage.saveMetadata(new JobRunrMetadata("note", owner, "x"));
        storage.deleteMetadata("note", owner);
        assertThat(storage.getMetadata("note")).isEmpty();
    }
}
