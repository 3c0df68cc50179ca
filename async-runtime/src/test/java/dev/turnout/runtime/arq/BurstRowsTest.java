// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import dev.turnout.runtime.testing.TestWorker;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that stops by itself. */
@Timeout(30)
class BurstRowsTest {
    private final InMemoryQueue queue = InMemoryQueue.create();
    private final Chores chores = new Chores();

    @Test
    @ArqRow("TW01")
    void aBurstRunsItsJobStopsAndSaysWhatItHasDone() {
        StoredJob job = put("works", "a");

        try (Logged log = Logged.by("dev.turnout.runtime.internal.Engine")) {
            BurstResult result = burst(Integer.MAX_VALUE);

            assertThat(result.counts())
                    .hasToString("completed=1 failed=0 retried=0 parked=0 cancelled=0 lost=0 inFlight=0");
            assertThat(log.lines())
                    .contains(
                            "burst has stopped: started=1 completed=1 failed=0 retried=0 parked=0 cancelled=0 lost=0");
        }
        assertThat(job.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    @ArqRow("TW13")
    void aBurstOfOneJobTriesItOnceThoughItAsksForMore() {
        StoredJob job = queue.enqueue(Chores.address("asksAgain", "int"), 1);

        BurstResult result = burst(1);

        assertThat(result.orThrow()).isZero();
        assertThat(result.counts().retried()).isEqualTo(1);
        assertThat(chores.seen).containsExactly("attempt 1");
        assertThat(job.state()).isEqualTo(State.SCHEDULED);
    }

    @Test
    @ArqRow("TW30")
    void theCountersAddUpFromJobToJobAndTheLogHasThemWhenTheWorkerStops() {
        try (Logged log = Logged.by("dev.turnout.runtime.internal.Engine");
                Crew crew = new Crew(chores)) {
            Worker worker = crew.start(queue);

            put("works", "a");
            await().until(() -> worker.counts().completed() == 1);
            put("works", "b");
            await().until(() -> worker.counts().completed() == 2);
            put("breaks", "c");
            await().until(() -> worker.counts().failed() == 1);
            worker.close();

            assertThat(worker.counts())
                    .hasToString("completed=2 failed=1 retried=0 parked=0 cancelled=0 lost=0 inFlight=0");
            assertThat(log.lines())
                    .contains(
                            "crew-0 has stopped: started=3 completed=2 failed=1 retried=0 parked=0 cancelled=0 lost=0");
        }
    }

    @Test
    @ArqRow("TW35")
    void runUntilEmptyGivesTheNumberOfJobsThatEndedWell() {
        TestWorker worker = TestWorker.of(chores);
        worker.enqueue(Chores.class, "works", "a");
        worker.enqueue(Chores.class, "works", "b");

        assertThat(worker.runUntilEmpty()).isEqualTo(2);
    }

    @Test
    @ArqRow("TW36")
    void runUntilEmptyThrowsWhatFailedWithItsText() {
        TestWorker worker = TestWorker.of(chores);
        worker.enqueue(Chores.class, "breaks", "no more paper");

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("TURNOUT-0325 1 job failed: ")
                .hasMessageContaining("Chores#breaks(java.lang.String) in attempt 1: ")
                .hasRootCauseMessage("no more paper");
    }

    @Test
    @ArqRow("TW37")
    void runUntilEmptyThrowsEveryFailure() {
        TestWorker worker = TestWorker.of(chores);
        worker.enqueue(Chores.class, "breaks", "a");
        worker.enqueue(Chores.class, "breaks", "b");

        FailedJobs thrown = catchThrowableOfType(FailedJobs.class, worker::runUntilEmpty);

        assertThat(thrown.result().failures())
                .extracting(job -> job.failure().getMessage())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    @ArqRow("TW50")
    void ofThreeJobsTheTwoThatFailAreThrown() {
        TestWorker worker = TestWorker.of(chores);
        worker.enqueue(Chores.class, "works", "a");
        worker.enqueue(Chores.class, "breaks", "b");
        worker.enqueue(Chores.class, "breaks", "c");

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("TURNOUT-0325 2 jobs failed: ");
        assertThat(chores.seen).containsExactly("a");
    }

    @Test
    @ArqRow("TW51")
    void aBurstOfOneJobRunsTheParentAndLeavesTheJobThatItPutIn() {
        chores.door = queue;
        queue.enqueue(Chores.address("parent"));

        assertThat(burst(1).orThrow()).isEqualTo(1);

        assertThat(chores.seen).containsExactly("parent");
        assertThat(queue.jobs(State.ENQUEUED)).hasSize(1);
    }

    @Test
    @ArqRow("TW52")
    void aBurstOfOneJobRunsExactlyOneOfTwo() {
        put("works", "a");
        put("works", "b");

        assertThat(burst(1).orThrow()).isEqualTo(1);

        assertThat(chores.seen).containsExactly("a");
        assertThat(queue.jobs(State.ENQUEUED)).hasSize(1);
    }

    @Test
    @ArqRow("TW53")
    void aBurstOfNoJobTakesNone() {
        StoredJob job = put("works", "a");

        assertThat(burst(0).orThrow()).isZero();

        assertThat(job.state()).isEqualTo(State.ENQUEUED);
        assertThatThrownBy(() -> burst(-1)).hasMessageContaining("TURNOUT-0326");
    }

    @Test
    void aBurstEndsWhereOnlyPausedJobsAreLeftAndNamesThem() {
        StoredJob paused = put("breaks", "later");
        put("works", "a");
        queue.controls().pause(Optional.of(paused.task()));

        try (Logged log = Logged.by("dev.turnout.runtime.internal.Burst")) {
            assertThat(burst(Integer.MAX_VALUE).orThrow()).isEqualTo(1);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("TURNOUT-0412", "a pause of " + paused.task() + ".", "stay in the queue: 1.");
        }
        assertThat(paused.state()).isEqualTo(State.ENQUEUED);
        queue.controls().pause(Optional.empty());
        try (Logged log = Logged.by("dev.turnout.runtime.internal.Burst")) {
            assertThat(burst(Integer.MAX_VALUE).orThrow()).isZero();

            assertThat(log.lines()).singleElement().asString().contains("a pause of everything.");
        }
    }

    private StoredJob put(String method, String what) {
        return queue.enqueue(Chores.address(method, "java.lang.String"), what);
    }

    private BurstResult burst(int jobs) {
        return Worker.on(queue)
                .name("burst")
                .tasks(TaskRegistry.annotated(Chores.class))
                .beans(type -> chores)
                .closesOnExit(false)
                .build()
                .burst(jobs, true)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
