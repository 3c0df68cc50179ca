// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.Paging;
import org.jobrunr.storage.ServerTimedOutException;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real servers of JobRunr on our storage provider. */
@Tag("redis")
class DropInTest {
    private static final Duration OFTEN = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofSeconds(120);
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

    /** All at once, each under a prefix of its own: a retry takes three seconds. */
    @Test
    void jobRunrDoesAllItDoesOnEveryMapper() {
        CompletableFuture.allOf(DropIn.mappers()
                        .map(mapper -> CompletableFuture.runAsync(
                                () -> doesAllItDoes(mapper, mapper.getClass().getSimpleName()),
                                task -> new Thread(task, "mapper").start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void doesAllItDoes(JsonMapper mapper, String prefix) {
        StorageProvider storage = rig.provider(prefix, mapper);
        JobScheduler scheduler = new JobScheduler(storage);
        BackgroundJobServer server = rig.server(storage, mapper, 2, OFTEN);
        String nowName = prefix + "-now";
        String laterName = prefix + "-later";
        String againName = prefix + "-again";
        String recurringName = prefix + "-rec";

        UUID now = scheduler.<Freight>enqueue(freight -> freight.haul(nowName)).asUUID();
        UUID later = scheduler
                .<Freight>schedule(Instant.now().plusMillis(700), freight -> freight.haul(laterName))
                .asUUID();
        UUID again =
                scheduler.<Freight>enqueue(freight -> freight.derail(againName)).asUUID();
        scheduler.<Freight>scheduleRecurrently("rec", Duration.ofSeconds(1), freight -> freight.haul(recurringName));
        UUID never = scheduler
                .<Freight>schedule(Instant.now().plusSeconds(3_600), freight -> freight.haul(laterName))
                .asUUID();
        scheduler.delete(never);

        eventually().until(() -> state(storage, now) == StateName.SUCCEEDED);
        eventually().until(() -> state(storage, later) == StateName.SUCCEEDED);
        eventually().until(() -> state(storage, again) == StateName.SUCCEEDED);
        eventually().until(() -> Freight.RUNS.getOrDefault(recurringName, 0) >= 2);
        assertThat(Freight.RUNS)
                .containsEntry(nowName, 1)
                .containsEntry(laterName, 1)
                .containsEntry(againName, 2);
        assertThat(state(storage, never)).isEqualTo(StateName.DELETED);
        assertThat(storage.getJobById(again).getJobStates())
                .extracting(state -> state.getName())
                .containsExactly(
                        StateName.ENQUEUED,
                        StateName.PROCESSING,
                        StateName.FAILED,
                        StateName.SCHEDULED,
                        StateName.ENQUEUED,
                        StateName.PROCESSING,
                        StateName.SUCCEEDED);
        assertThat(storage.getJobById(again).getLabels()).containsExactly("yard");

        Job requeued = storage.getJobById(now);
        requeued.enqueue();
        storage.save(requeued);
        eventually().until(() -> Freight.RUNS.get(nowName) == 2);

        scheduler.deleteRecurringJob("rec");
        assertThat(storage.getRecurringJobs()).isEmpty();
        eventually().until(() -> !DropIn.isUnderWay(storage, "rec"));
        assertThat(storage.getJobStats().getDeleted()).isEqualTo(1);
        eventually().until(() -> storage.getJobStats().getSucceeded() == storage.countJobs(StateName.SUCCEEDED));
        assertThat(storage.getJobs(StateName.SUCCEEDED, Paging.OffsetBasedPage.descOnUpdatedAt(2))
                        .getItems())
                .hasSize(2);
        assertThat(storage.getBackgroundJobServers())
                .extracting(BackgroundJobServerStatus::getId)
                .containsExactly(server.getId());
        assertThat(storage.getLongestRunningBackgroundJobServerId()).isEqualTo(server.getId());
        assertThat(rig.redis().hget(prefix + ":backgroundjobserver:" + server.getId(), "turnout"))
                .isEqualTo("drop-in");
        assertThat(storage.deletePermanently(never)).isEqualTo(1);
        assertThatThrownBy(() -> storage.getJobById(never)).isInstanceOf(JobNotFoundException.class);
        assertThat(storage.deleteJobsPermanently(
                        StateName.SUCCEEDED, Instant.now().plusSeconds(60)))
                .isPositive();
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void aServerThatPollsEveryTwoMinutesRunsAJobAtOnce() {
        StorageProvider storage = rig.provider(ANY);
        rig.server(storage, ANY, 2, NEVER);
        eventually().until(() -> rig.redis().zcard("app:backgroundjobservers:created") == 1);
        JobScheduler enqueuer = new JobScheduler(rig.provider(ANY)); // another process, as far as signals go
        enqueuer.<Freight>enqueue(freight -> freight.haul("first")); // by the first look of the server
        eventually().until(() -> Freight.RUNS.containsKey("first"));

        enqueuer.<Freight>enqueue(freight -> freight.haul("woken"));

        eventually().until(() -> Freight.RUNS.containsKey("woken"));
    }

    @Test
    void entriesThatNobodyCanReadStopNoServer() {
        StorageProvider storage = rig.provider(ANY);
        JobScheduler scheduler = new JobScheduler(storage);
        for (int i = 0; i < 15; i++) {
            rig.redis().zadd("app:queue:jobs:ENQUEUED", 1, "no-body-" + i);
            rig.redis().zadd("app:queue:jobs:ENQUEUED", 2, "malformed-" + i);
            rig.redis().set("app:job:malformed-" + i, "{\"id\":");
            rig.redis().set("app:job:malformed-" + i + ":version", "1");
        }
        rig.redis().zadd("app:queue:jobs:SCHEDULED", 1, "no-time");
        rig.redis().zadd("app:queue:scheduledjobs", 1, "no-time");
        BackgroundJobServer server = rig.server(storage, ANY, 2, OFTEN);

        IntStream.range(0, 20).forEach(i -> {
            String name = "good-" + i;
            scheduler.<Freight>enqueue(freight -> freight.haul(name));
        });

        eventually().until(() -> storage.countJobs(StateName.SUCCEEDED) == 20);
        eventually().until(() -> rig.redis().hlen("app:turnout:quarantine") == 31);
        assertThat(rig.redis().zcard("app:queue:jobs:ENQUEUED")).isZero();
        assertThat(rig.redis().zcard("app:queue:scheduledjobs")).isZero();
        assertThat(rig.redis().get("app:job:malformed-3")).isEqualTo("{\"id\":");
        assertThat(server.isRunning()).isTrue();

        rig.redis().del("app:turnout:parked");
        server.pauseProcessing();
        rig.provider(ANY);

        assertThat(rig.redis().hlen("app:turnout:quarantine"))
                .as("what has a document is offered again to a newer provider")
                .isLessThanOrEqualTo(16);
    }

    @Test
    void aChangeThatSomebodyElseMadeIsRefusedAndVersionsStayTrue() {
        StorageProvider storage = rig.provider(ANY);
        UUID id = new JobScheduler(storage)
                .<Freight>enqueue(freight -> freight.haul("x"))
                .asUUID();
        Job mine = storage.getJobById(id);
        Job yours = storage.getJobById(id);
        storage.save(yours.delete("first"));

        assertThatThrownBy(() -> storage.save(mine.delete("second")))
                .isInstanceOf(ConcurrentJobModificationException.class);

        assertThat(mine.getVersion()).isEqualTo(1);
        assertThat(yours.getVersion()).isEqualTo(2);
        assertThat(rig.redis().get("app:job:" + id + ":version")).isEqualTo("2");
        Job copy = new Job(id, storage.getJobById(id).getJobDetails());
        assertThatThrownBy(() -> storage.save(List.of(copy))).isInstanceOf(ConcurrentJobModificationException.class);
        assertThat(copy.getVersion()).isZero();
    }

    @Test
    void aJobThatAnAsyncWorkerHoldsIsNoOrphanAndOnlyAPersonMayEndIt() {
        StorageProvider storage = rig.provider(ANY);
        String id = processing(storage).getId().toString();
        long now = Long.parseLong(rig.redis().time().get(0)) * 1_000_000;
        rig.redis().zadd("app:queue:jobs:PROCESSING", now - 3_600_000_000L, id);
        rig.redis().hset("app:turnout:lease", id, "7:2:worker");
        rig.redis().zadd("app:turnout:leases", now + 60_000_000, id);

        assertThat(storage.getJobList(
                        StateName.PROCESSING,
                        Instant.now().minusSeconds(60),
                        Paging.AmountBasedList.ascOnUpdatedAt(10)))
                .isEmpty();
        Job failed = storage.getJobById(UUID.fromString(id)).failed("Orphaned job", new IllegalStateException());
        assertThatThrownBy(() -> storage.save(failed)).isInstanceOf(ConcurrentJobModificationException.class);
        storage.save(storage.getJobById(UUID.fromString(id)).delete("by hand"));
        assertThat(rig.redis().hexists("app:turnout:lease", id)).isFalse();

        String orphan = processing(storage).getId().toString();
        rig.redis().zadd("app:queue:jobs:PROCESSING", now - 3_600_000_000L, orphan);
        assertThat(storage.getJobList(
                        StateName.PROCESSING,
                        Instant.now().minusSeconds(60),
                        Paging.AmountBasedList.ascOnUpdatedAt(10)))
                .extracting(job -> job.getId().toString())
                .containsExactly(orphan);
    }

    private static Job processing(StorageProvider storage) {
        UUID id = new JobScheduler(storage)
                .<Freight>enqueue(freight -> freight.haul("held"))
                .asUUID();
        Job job = storage.getJobById(id);
        BackgroundJobServer idle = DropInRig.idle(storage, ANY);
        job.startProcessingOn(idle);
        return storage.save(job);
    }

    @Test
    void aServerThatWasTakenOffTheListHearsSoAndStartsAgain() {
        StorageProvider storage = rig.provider(ANY);
        BackgroundJobServer server = rig.server(storage, ANY, 1, OFTEN);
        eventually().until(server::isAnnounced);
        String before = rig.redis().hget(hash(server), "firstHeartbeat");

        rig.redis().del(hash(server));

        await().atMost(Duration.ofSeconds(40)).until(() -> {
            String now = rig.redis().hget(hash(server), "firstHeartbeat");
            return now != null && !now.equals(before);
        });
        BackgroundJobServerStatus unknown = DropInRig.idle(storage, ANY).getServerStatus();
        assertThatThrownBy(() -> storage.signalBackgroundJobServerAlive(unknown))
                .isInstanceOf(ServerTimedOutException.class);
    }

    @Test
    void onlyServersThatWereSilentForFourOfTheirOwnPollsAreTakenOffTheList() {
        StorageProvider storage = rig.provider(ANY);
        long now = Long.parseLong(rig.redis().time().get(0)) * 1_000_000;
        List.of("5", "60").forEach(poll -> {
            rig.redis().hset("app:backgroundjobserver:poll-" + poll, "pollIntervalInSeconds", poll);
            rig.redis().zadd("app:backgroundjobservers:created", now, "poll-" + poll);
            rig.redis().zadd("app:backgroundjobservers:updated", now - 100_000_000, "poll-" + poll);
        });

        assertThat(storage.removeTimedOutBackgroundJobServers(Instant.now().minusSeconds(1)))
                .isEqualTo(1);

        assertThat(rig.redis().zrange("app:backgroundjobservers:updated", 0, -1))
                .containsExactly("poll-60");
    }

    private static String hash(BackgroundJobServer server) {
        return "app:backgroundjobserver:" + server.getId();
    }

    /** The index by task is true without a look at a document, for what we put in, take out and remove. */
    @Test
    void theIndexByTaskFollowsEachChange() {
        StorageProvider storage = rig.provider(ANY);
        JobScheduler scheduler = new JobScheduler(storage);
        String place = "*:" + Freight.class.getName() + "#haul(java.lang.String)";
        UUID deleted =
                scheduler.<Freight>enqueue(freight -> freight.haul("deleted")).asUUID();
        UUID removed =
                scheduler.<Freight>enqueue(freight -> freight.haul("removed")).asUUID();
        scheduler.<Freight>schedule(Instant.now().plusSeconds(60), freight -> freight.haul("later"));
        assertThat(rig.redis().hkeys("app:turnout:sorted"))
                .containsExactlyInAnyOrder(deleted.toString(), removed.toString());
        assertThat(rig.redis().keys("app:turnout:todo:" + place)).isNotEmpty();

        scheduler.delete(deleted);
        storage.deletePermanently(removed);

        assertThat(rig.redis().hlen("app:turnout:sorted")).isZero();
        Job again = storage.getJobById(deleted);
        again.enqueue();
        storage.save(again);
        assertThat(rig.redis().hkeys("app:turnout:sorted")).containsExactly(deleted.toString());
        rig.server(storage, ANY, 1, OFTEN);
        eventually().until(() -> Freight.RUNS.containsKey("deleted"));
        assertThat(rig.redis().hlen("app:turnout:sorted")).isZero();
    }

    @Test
    void deletingARunningJobStopsItsThread() {
        StorageProvider storage = rig.provider(ANY);
        JobScheduler scheduler = new JobScheduler(storage);
        Freight.gate = new CountDownLatch(1);
        rig.server(storage, ANY, 1, OFTEN);
        UUID id = scheduler
                .<Freight>enqueue(freight -> freight.hold("held", JobContext.Null))
                .asUUID();
        eventually().until(() -> Freight.RUNS.containsKey("held"));
        eventually().until(() -> storage.getJobById(id).getVersion() > 3); // beats are stored

        scheduler.delete(id);
        scheduler.<Freight>enqueue(freight -> freight.haul("next"));

        eventually().until(() -> Freight.RUNS.containsKey("next"));
        assertThat(state(storage, id)).isEqualTo(StateName.DELETED);
    }

    /** JobRunr itself has no answer to that, and shuts its server down after six beats. */
    @Test
    void aRunningJobThatAPersonDeletesAndRequeuesIsRunAgainAndTheServerLivesOn() {
        StorageProvider storage = rig.provider(ANY);
        JobScheduler scheduler = new JobScheduler(storage);
        Freight.gate = new CountDownLatch(1);
        BackgroundJobServer server = rig.server(storage, ANY, 1, OFTEN);
        UUID id = scheduler
                .<Freight>enqueue(freight -> freight.hold("held", JobContext.Null))
                .asUUID();
        eventually().until(() -> Freight.RUNS.containsKey("held"));

        StorageProvider dashboard = rig.provider(ANY);
        eventually().ignoreException(ConcurrentJobModificationException.class).until(() -> {
            Job deleted = dashboard.save(dashboard.getJobById(id).delete("by hand"));
            deleted.enqueue();
            return dashboard.save(deleted).hasState(StateName.ENQUEUED); // before the next beat, most likely
        });

        eventually().until(() -> Freight.RUNS.get("held") == 2);
        Freight.gate.countDown();
        eventually().until(() -> state(storage, id) == StateName.SUCCEEDED);
        assertThat(server.isRunning()).isTrue();
    }

    /** JobRunr's own provider polls every 5 s at most: what an application has lived with, it has with the drop-in, too. */
    @Test
    void aServerThatPollsEvery200MsLeavesJobsAloneForFiveSecondsUnlessAnOperatorSaysOtherwise() {
        StorageProvider storage = rig.provider(ANY);
        rig.redis().del("app:turnout:age");
        JobScheduler scheduler = new JobScheduler(storage);
        UUID old = scheduler.<Freight>enqueue(freight -> freight.haul("old")).asUUID();
        String body = rig.redis().get("app:job:" + old);
        rig.redis().set("app:job:" + old, body.replaceAll("\"createdAt\":\"20\\d\\d", "\"createdAt\":\"2001"));
        UUID fresh =
                scheduler.<Freight>enqueue(freight -> freight.haul("fresh")).asUUID();
        rig.server(storage, ANY, 1, OFTEN);

        eventually().until(() -> state(storage, old) == StateName.SUCCEEDED);

        // on a machine that is slow enough it has its age by now
        assertThat(storage.getJobById(fresh).getLastJobStateOfType(ProcessingState.class).stream())
                .allSatisfy(begun -> assertThat(begun.getCreatedAt())
                        .isAfterOrEqualTo(
                                storage.getJobById(fresh).getCreatedAt().plusSeconds(5)));
        rig.redis().set("app:turnout:age", "0");
        eventually().until(() -> state(storage, fresh) == StateName.SUCCEEDED);
    }

    @Test
    void eachConstructorOfTheProviderThatItReplacesLeadsToTheSameKeys() {
        try (StorageProvider bare = rig.use(DropIn.provider(rig.client), ANY);
                StorageProvider prefixed = rig.use(DropIn.provider(rig.client, "other"), ANY)) {
            UUID one = new JobScheduler(bare)
                    .<Freight>enqueue(freight -> freight.haul("bare"))
                    .asUUID();
            UUID two = new JobScheduler(prefixed)
                    .<Freight>enqueue(freight -> freight.haul("prefixed"))
                    .asUUID();

            assertThat(rig.redis().exists("job:" + one, "other:job:" + two)).isEqualTo(2);
            assertThat(bare.countJobs(StateName.ENQUEUED)).isEqualTo(1);
        }
    }

    private static StateName state(StorageProvider storage, UUID id) {
        return storage.getJobById(id).getState();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
