// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.hazards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.bridge.jobrunr7.GuardedPool;
import dev.turnout.bridge.jobrunr7.TurnoutStorageProvider;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * H1 to H6: JobRunr's Redis provider on its own pool and on ours, and our provider in its place. Each pool has one borrower, so
 * connections come again.
 */
@SuppressWarnings("deprecation") // the provider is; it is what we guard
@Tag("redis")
class ProviderHazardsTest {
    private static final int BULK = 100;
    private static final int IDS = 200;
    private static RedisProcess redis;

    private final List<RedisClient> clients = new ArrayList<>();
    private final List<StorageProvider> providers = new ArrayList<>();
    private StorageProvider rival;
    private StorageProvider stock;
    private StorageProvider guarded;
    private StorageProvider dropIn;

    @BeforeAll
    static void startRedis() {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        RedisClient client = client(redis.uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            redis.empty(connection.sync());
        }
        rival = with(new LettuceRedisStorageProvider(client));
        stock = with(new LettuceRedisStorageProvider(client));
        guarded = with(new LettuceRedisStorageProvider(GuardedPool.of(client)));
        dropIn = with(new TurnoutStorageProvider(client));
    }

    @AfterEach
    void disconnect() {
        providers.forEach(StorageProvider::close);
        clients.forEach(client -> client.shutdown(0, 1, TimeUnit.SECONDS));
    }

    @Test
    void h1AfterALostRaceTheNextChangeOfAnotherJobIsDiscarded() {
        boolean onStock = isStoredAfterALostRace(stock);
        boolean onOurs = isStoredAfterALostRace(guarded);
        boolean onDropIn = isStoredAfterALostRace(dropIn);

        HazardRow.print("H1", "insert after a lost race", stored(onStock), stored(onOurs), stored(onDropIn));
        assertThat(onStock).isFalse();
        assertThat(onOurs).isTrue();
        assertThat(onDropIn).isTrue();
    }

    private boolean isStoredAfterALostRace(StorageProvider provider) {
        loseARace(provider);
        Job job = newJob();
        try {
            provider.save(job);
            return rival.getJobById(job.getId()).hasState(StateName.ENQUEUED);
        } catch (RuntimeException discarded) {
            return false;
        }
    }

    @Test
    void h2BulkEnqueueAfterALostRaceIsAcknowledgedAndNotStored() {
        loseARace(stock);
        stock.save(newJobs());
        long onStock = rival.countJobs(StateName.ENQUEUED);
        loseARace(guarded);
        guarded.save(newJobs());
        long onOurs = rival.countJobs(StateName.ENQUEUED) - onStock;
        loseARace(dropIn);
        dropIn.save(newJobs());
        long onDropIn = rival.countJobs(StateName.ENQUEUED) - onOurs - onStock;

        HazardRow.print(
                "H2",
                "of " + BULK + " acknowledged jobs, after a lost race",
                onStock + " stored",
                onOurs + " stored",
                onDropIn + " stored");
        assertThat(onStock).isZero();
        assertThat(onOurs).isEqualTo(BULK);
        assertThat(onDropIn).isEqualTo(BULK);
    }

    @Test
    void h3AnUncontendedFinishAfterALostRaceIsRefused() {
        Function<StorageProvider, Boolean> finishes = provider -> {
            Job other = processing(provider);
            loseARace(provider);
            try {
                provider.save(other.succeeded());
                return rival.getJobById(other.getId()).hasState(StateName.SUCCEEDED);
            } catch (ConcurrentJobModificationException refused) {
                return false;
            }
        };
        boolean onStock = finishes.apply(stock);
        boolean onOurs = finishes.apply(guarded);
        boolean onDropIn = finishes.apply(dropIn);

        HazardRow.print(
                "H3", "uncontended finish after a lost race", stored(onStock), stored(onOurs), stored(onDropIn));
        assertThat(onStock).isFalse();
        assertThat(onOurs).isTrue();
        assertThat(onDropIn).isTrue();
    }

    @Test
    void h4AnArgumentThatCannotBeWrittenLeavesATransactionOpen() {
        Function<StorageProvider, Boolean> reads = provider -> {
            Job before = provider.save(newJob());
            assertThatThrownBy(() -> provider.save(new Job(details(new Unwritable()))))
                    .isNotNull();
            try {
                return provider.getJobById(before.getId()).hasState(StateName.ENQUEUED);
            } catch (RuntimeException queued) {
                return false;
            }
        };
        boolean onStock = reads.apply(stock);
        boolean onOurs = reads.apply(guarded);
        boolean onDropIn = reads.apply(dropIn);

        HazardRow.print(
                "H4",
                "read after a job that could not be written",
                onStock ? "works" : "fails",
                onOurs ? "works" : "fails",
                onDropIn ? "works" : "fails");
        assertThat(onStock).isFalse();
        assertThat(onOurs).isTrue();
        assertThat(onDropIn).isTrue();
    }

    @Test
    void h5AConnectionCutBeforeMultiLosesItsWatchAndTheStaleWriteIsSentAgain() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(redis.uri())) {
            StateName onStock =
                    afterAStaleWrite(proxy, "MULTI", with(new LettuceRedisStorageProvider(client(proxy.uri()))), true);
            StateName onOurs = afterAStaleWrite(
                    proxy, "MULTI", with(new LettuceRedisStorageProvider(GuardedPool.of(client(proxy.uri())))), false);
            // it sends no MULTI: its link is cut before the script, which it sends again
            StateName onDropIn =
                    afterAStaleWrite(proxy, "EVALSHA", with(new TurnoutStorageProvider(client(proxy.uri()))), false);

            HazardRow.print(
                    "H5",
                    "job that was deleted while a stale writer's link was cut between WATCH and MULTI",
                    onStock + ", and the writer was told that all is well",
                    onOurs + ", and the writer was told",
                    onDropIn + ", and the writer was told (cut before its one script)");
            assertThat(onStock).isEqualTo(StateName.SCHEDULED);
            assertThat(onOurs).isEqualTo(StateName.DELETED);
            assertThat(onDropIn).isEqualTo(StateName.DELETED);
        }
    }

    private StateName afterAStaleWrite(CuttingProxy proxy, String before, StorageProvider provider, boolean silent) {
        Job job = provider.save(newJob());
        Job stale = provider.getJobById(job.getId());
        stale.scheduleAt(Instant.now().plusSeconds(3600), "stale");
        proxy.cutBefore(before, () -> rival.save(rival.getJobById(job.getId()).delete("meanwhile")));
        if (silent) {
            assertThatCode(() -> provider.save(stale)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> provider.save(stale)).isNotNull();
        }
        await().until(proxy::hasCut);
        return rival.getJobById(job.getId()).getState();
    }

    @Test
    void h6TwoWritersOfOneIdAreBothAcknowledged() throws Exception {
        StorageProvider other = with(new LettuceRedisStorageProvider(client(redis.uri())));
        StorageProvider otherDropIn = with(new TurnoutStorageProvider(client(redis.uri())));
        int onStock = bothAcknowledged(id -> saved(stock, id, "coal"), id -> saved(other, id, "wood"));
        int onDropIn = bothAcknowledged(id -> saved(dropIn, id, "coal"), id -> saved(otherDropIn, id, "wood"));
        try (LegacyQueue one =
                        LegacyQueue.open(redis.uri(), LegacyQueueOptions.with().keyPrefix("h6"));
                LegacyQueue two =
                        LegacyQueue.open(redis.uri(), LegacyQueueOptions.with().keyPrefix("h6"))) {
            int onOurs = bothAcknowledged(id -> inserted(one, id, "coal"), id -> inserted(two, id, "wood"));

            HazardRow.print(
                    "H6",
                    "of " + IDS + " ids that two enqueuers write at once, both acknowledged",
                    Integer.toString(onStock),
                    onOurs + " (async enqueue; a legacy enqueuer stays as it is)",
                    Integer.toString(onDropIn));
            assertThat(onStock).isPositive();
            assertThat(onOurs).isZero();
            assertThat(onDropIn).isZero();
        }
    }

    private static int bothAcknowledged(Function<UUID, Boolean> one, Function<UUID, Boolean> two) throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicInteger both = new AtomicInteger();
        for (int i = 0; i < IDS; i++) {
            UUID id = UUID.randomUUID();
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> at(together, one, id));
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> at(together, two, id));
            boolean a = first.get(20, TimeUnit.SECONDS);
            boolean b = second.get(20, TimeUnit.SECONDS);
            assertThat(a || b).as("one at least").isTrue();
            both.addAndGet(a && b ? 1 : 0);
        }
        return both.get();
    }

    private static boolean at(CyclicBarrier together, Function<UUID, Boolean> write, UUID id) {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
        return write.apply(id);
    }

    private static boolean saved(StorageProvider provider, UUID id, String freight) {
        try {
            provider.save(new Job(id, details(freight)));
            return true;
        } catch (ConcurrentJobModificationException refused) {
            return false;
        }
    }

    private static boolean inserted(LegacyQueue queue, UUID id, String freight) {
        TaskAddress task = new TaskAddress(Shed.class.getName(), "note", List.of("java.lang.String"));
        NewJob job = NewJob.now(
                new JobId(id.toString()), task, List.of(new Argument("java.lang.String", new TextNode(freight))));
        return queue.door().insert(job).toCompletableFuture().join();
    }

    /** Leaves a WATCH on the loser's connection and then moves the watched job. */
    private void loseARace(StorageProvider loser) {
        Job job = rival.save(newJob());
        Job stale = loser.getJobById(job.getId());
        rival.save(rival.getJobById(job.getId()).delete("won"));
        assertThatThrownBy(() -> loser.save(stale.delete("lost")))
                .isInstanceOf(ConcurrentJobModificationException.class);
        Job won = rival.getJobById(job.getId());
        won.enqueue();
        rival.save(won);
        rival.save(rival.getJobById(job.getId()).delete("won again"));
    }

    private static Job processing(StorageProvider provider) {
        return provider.save(new Job(
                UUID.randomUUID(),
                0,
                details("coal"),
                List.of(new EnqueuedState(), new ProcessingState(UUID.randomUUID(), "yard")),
                new ConcurrentHashMap<>()));
    }

    private static List<Job> newJobs() {
        return IntStream.range(0, BULK).mapToObj(i -> newJob()).toList();
    }

    private static Job newJob() {
        return new Job(details("coal"));
    }

    private static JobDetails details(Object argument) {
        return new JobDetails(Shed.class.getName(), null, "note", List.of(new JobParameter(String.class, argument)));
    }

    private RedisClient client(String uri) {
        RedisClient client = RedisClient.create(uri);
        clients.add(client);
        return client;
    }

    private StorageProvider with(StorageProvider provider) {
        provider.setJobMapper(new JobMapper(new JacksonJsonMapper()));
        providers.add(provider);
        return provider;
    }

    private static String stored(boolean is) {
        return is ? "stored" : "refused";
    }

    static final class Unwritable {
        final Unwritable self = this; // a circle, which no mapper can write
    }
}
