// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerMetersTest {
    private static final Duration OFTEN = Duration.ofMillis(10);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Tasks tasks = new Tasks();
    private final Plant plant = new Plant(tasks);
    private final WorkerMeters meters = new WorkerMeters(plant.queue, plant::registry, Tags.of("pool", "async"), OFTEN);

    @AfterEach
    void close() {
        tasks.release.countDown();
        plant.close();
        meters.close();
    }

    @Test
    void startsAndEndsAreCountedByTaskAndOutcome() {
        start();

        plant.awaitState(plant.insert("good", "a"), "SUCCEEDED");
        plant.awaitState(plant.insert("good", "b"), "SUCCEEDED");
        plant.awaitState(plant.insert("bad"), "FAILED");
        plant.awaitState(plant.insert("again"), "SCHEDULED");

        await().untilAsserted(() -> assertThat(finished("again", "retried")).isOne());
        assertThat(finished("good", "succeeded")).isEqualTo(2);
        assertThat(finished("bad", "failed")).isOne();
        assertThat(started("good")).isEqualTo(2);
        assertThat(started("bad")).isOne();
        assertThat(finished("good", "failed")).isZero();
        assertThat(duration("good", "succeeded").count()).isEqualTo(2);
        assertThat(duration("again", "retried").count()).isOne();
    }

    @Test
    void whatIsNotStartedIsCountedWithoutADuration() {
        start();
        TaskAddress good = plant.task("good");
        JobId unfit = new JobId("unfit");

        plant.queue.insert(NewJob.now(unfit, good, List.of(new Argument("int", new TextNode("x")))));

        plant.awaitState(unfit, "PARKED");
        await().untilAsserted(() -> assertThat(finished("good", "parked")).isOne());
        assertThat(started("good")).isZero();
        assertThat(registry.find("turnout.job.duration").timers()).isEmpty();
    }

    @Test
    void aCancelledALostAnAbandonedAndAReleasedRunHaveTheirOwnOutcome() {
        start(options -> options.abandonAfter(Duration.ofMillis(300)));

        JobId cancelled = plant.insert("waits", "cancelled");
        awaitInFlight("waits", 1);
        plant.queue.cancel(cancelled, "no longer wanted");
        await().untilAsserted(() -> assertThat(finished("waits", "cancelled")).isOne());
        plant.insert("waits", "abandoned");
        await().untilAsserted(() -> assertThat(finished("waits", "abandoned")).isOne());
        assertThat(lost("waits")).isOne();
        plant.insert("waits", "released");
        awaitInFlight("waits", 1);
        plant.close();

        assertThat(finished("waits", "released")).isOne();
        assertThat(inFlight("waits")).isZero();
        assertThat(lost("waits")).isOne();
    }

    @Test
    void aClaimThatSomebodyElseHasTakenIsLost() {
        start(options -> options.renewEvery(Duration.ofMillis(100)));
        plant.insert("waits", "lost");
        awaitInFlight("waits", 1);

        plant.store.advance(Duration.ofMinutes(1)); // its lease is over by the queue's clock
        plant.queue.reap();

        await().untilAsserted(() -> assertThat(finished("waits", "lost")).isOne());
        assertThat(lost("waits")).isOne();
    }

    @Test
    void theWaitIsTheTimeThatAJobWasDueByTheClockOfTheQueue() {
        plant.insert("good", "a");
        plant.store.advance(Duration.ofMinutes(3));

        start();

        await().untilAsserted(() -> assertThat(started("good")).isOne());
        Timer waits = registry.get("turnout.job.wait").tags(of("good")).timer();
        assertThat(waits.totalTime(java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(180);
    }

    @Test
    void whatIsInFlightIsShownByTask() {
        start();
        assertThat(inFlight("waits")).isZero();

        plant.insert("waits", "one");
        plant.insert("waits", "two");

        awaitInFlight("waits", 2);
        assertThat(inFlight("good")).isZero();
        tasks.open.forEach((name, stage) -> stage.complete(null));
        awaitInFlight("waits", 0);
    }

    @Test
    void anEventLoopThatIsBlockedIsCountedOnceForItsTask() {
        start(options -> options.blockedAfter(Duration.ofMillis(50)));

        JobId id = plant.insert("blocks");

        await().untilAsserted(() ->
                assertThat(counter("turnout.loop.blocks", "blocks")).isOne());
        tasks.release.countDown();
        plant.awaitState(id, "SUCCEEDED");
        assertThat(counter("turnout.loop.blocks", "blocks")).isOne();
        assertThat(counter("turnout.loop.blocks", "good")).isZero();
    }

    @Test
    void theBacklogIsWhatTheQueueSays() {
        plant.insert("good", "a");
        plant.insert("good", "b");
        plant.store.advance(Duration.ofSeconds(90));
        plant.insert("good", "c");
        plant.queue.insert(new NewJob(
                new JobId("later"), plant.task("good"), List.of(), Duration.ofHours(1), Optional.empty(), Map.of()));

        meters.bindTo(registry);

        await().untilAsserted(
                        () -> assertThat(gauge("turnout.backlog.claimable")).isEqualTo(3));
        assertThat(gauge("turnout.backlog.oldest")).isEqualTo(90);
        assertThat(gauge("turnout.backlog.deferred")).isOne();
        assertThat(gauge("turnout.backlog.parked")).isZero();
        assertThat(gauge("turnout.backlog.paused")).isZero();
    }

    @Test
    void theBacklogIsNotANumberWhileTheQueueGivesNoAnswer() {
        AskedQueue asked = new AskedQueue(plant);
        try (WorkerMeters silent = new WorkerMeters(asked, plant::registry, Tags.of("pool", "async"), OFTEN)) {
            silent.bindTo(registry);
            assertThat(gauge("turnout.backlog.claimable")).isNaN();
            assertThat(gauge("turnout.backlog.oldest")).isNaN();

            asked.answers(true);
            await().untilAsserted(
                            () -> assertThat(gauge("turnout.backlog.claimable")).isZero());

            asked.answers(false);
            await().untilAsserted(
                            () -> assertThat(gauge("turnout.backlog.claimable")).isNaN());
            assertThat(gauge("turnout.backlog.deferred")).isNaN();
            assertThat(gauge("turnout.backlog.parked")).isNaN();
        }
    }

    @Test
    void whoReadsAMeterNeverAsksTheQueueAndTheQuestionsComeOneByOne() {
        AskedQueue asked = new AskedQueue(plant);
        try (WorkerMeters patient =
                new WorkerMeters(asked, plant::registry, Tags.of("pool", "async"), BacklogWatch.EVERY)) {
            patient.bindTo(registry);
            await().until(() -> asked.threads.size() == 1);

            for (int scrape = 0; scrape < 100; scrape++) {
                registry.getMeters().forEach(Meter::measure);
            }

            assertThat(asked.threads).containsExactly("turnout-backlog");
            assertThat(BacklogWatch.EVERY).isEqualTo(Duration.ofSeconds(15));
        }
    }

    @Test
    void theEpochIsTheOneThatTheWorkerObeys() {
        plant.queue.with(new Routes() {
            @Override
            public boolean mayStart(TaskAddress task, JobId id) {
                return true;
            }

            @Override
            public long epoch() {
                return 42;
            }

            @Override
            public CompletionStage<Long> refresh() {
                return CompletableFuture.completedFuture(42L);
            }
        });

        meters.bindTo(registry);

        assertThat(gauge("turnout.route.epoch")).isEqualTo(42);
    }

    @Test
    void everyTaskHasItsCountersFromTheStartAndTheNamesOfTasksAreBounded() {
        meters.bindTo(registry);
        Set<String> registered = Set.copyOf(
                plant.registry().addresses().stream().map(TaskAddress::toString).toList());
        assertThat(tagged()).isEqualTo(registered);

        for (int stranger = 0; stranger < 1_000; stranger++) {
            Claim claim = claim(new TaskAddress("com.acme.Stranger", "run" + stranger, List.of()), stranger);
            meters.started(claim);
            meters.ended(claim, Optional.empty());
        }

        assertThat(tagged()).hasSize(registered.size() + 1).contains("other");
        assertThat(registry.get("turnout.jobs.finished")
                        .tags("task", "other", "outcome", "succeeded")
                        .counter()
                        .count())
                .isEqualTo(1_000);
    }

    @Test
    void severalRegistriesCountTheSame() {
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        start();
        meters.bindTo(second);

        plant.awaitState(plant.insert("good", "a"), "SUCCEEDED");

        await().untilAsserted(() -> assertThat(finished("good", "succeeded")).isOne());
        assertThat(second.get("turnout.jobs.finished")
                        .tags(of("good").and("outcome", "succeeded"))
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void aCloseTakesTheGaugesOutAndLeavesWhatWasCounted() {
        start();
        plant.awaitState(plant.insert("good", "a"), "SUCCEEDED");
        await().untilAsserted(() -> assertThat(finished("good", "succeeded")).isOne());
        plant.close();

        meters.close();

        assertThat(registry.getMeters()).noneMatch(meter -> meter instanceof Gauge);
        assertThat(finished("good", "succeeded")).isOne();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("turnout-backlog")));
    }

    @Test
    void nothingOfARunIsKeptWhenItIsOver() {
        Worker worker = start();
        for (int job = 0; job < 200; job++) {
            plant.insert("good", "x" + job);
        }

        await().until(() -> worker.counts().completed() == 200);

        await().untilAsserted(() -> assertThat(finished("good", "succeeded")).isEqualTo(200));
        assertThat(meters.held()).isZero();
        assertThat(inFlight("good")).isZero();
    }

    private Worker start() {
        return start(UnaryOperator.identity());
    }

    private Worker start(UnaryOperator<WorkerOptions> options) {
        meters.bindTo(registry);
        return plant.start(
                all -> options.apply(all.drainTimeout(Duration.ofMillis(100))), worker -> worker.listener(meters));
    }

    private Tags of(String method) {
        return Tags.of("pool", "async", "task", plant.task(method).toString());
    }

    private double counter(String name, String method) {
        return registry.get(name).tags(of(method)).counter().count();
    }

    private double started(String method) {
        return counter("turnout.jobs.started", method);
    }

    private double lost(String method) {
        return counter("turnout.claims.lost", method);
    }

    private double finished(String method, String outcome) {
        return registry.get("turnout.jobs.finished")
                .tags(of(method).and("outcome", outcome))
                .counter()
                .count();
    }

    private Timer duration(String method, String outcome) {
        return registry.get("turnout.job.duration")
                .tags(of(method).and("outcome", outcome))
                .timer();
    }

    private double inFlight(String method) {
        return registry.get("turnout.jobs.inflight").tags(of(method)).gauge().value();
    }

    private void awaitInFlight(String method, int jobs) {
        await().untilAsserted(() -> assertThat(inFlight(method)).isEqualTo(jobs));
    }

    private double gauge(String name) {
        return registry.get(name).tags("pool", "async").gauge().value();
    }

    private Set<String> tagged() {
        return Set.copyOf(registry.find("turnout.jobs.started").counters().stream()
                .map(counter -> counter.getId().getTag("task"))
                .toList());
    }

    private static Claim claim(TaskAddress task, long token) {
        return new Claim(
                new JobId("job" + token),
                token,
                task,
                List.of(),
                1,
                0,
                Duration.ZERO,
                Duration.ofSeconds(30),
                0,
                Map.of());
    }

    /** The tasks of this test. */
    static class Tasks {
        final Map<String, CompletableFuture<Void>> open = new ConcurrentHashMap<>();
        final CountDownLatch release = new CountDownLatch(1);

        @AsyncTask
        public CompletionStage<Void> good(String name) {
            return Stages.done();
        }

        @AsyncTask(retries = 0)
        public CompletionStage<Void> bad() {
            return Stages.failed(new IllegalStateException("bad"));
        }

        @AsyncTask(retries = 3)
        public CompletionStage<Void> again() {
            return Stages.failed(new IllegalStateException("not yet"));
        }

        @AsyncTask
        public CompletionStage<Void> waits(String name) {
            CompletableFuture<Void> stage = new CompletableFuture<>();
            open.put(name, stage);
            return stage;
        }

        @AsyncTask
        public CompletionStage<Void> blocks() throws InterruptedException {
            release.await();
            return Stages.done();
        }
    }
}
