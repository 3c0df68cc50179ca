// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import dev.turnout.runtime.testing.TestWorker;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that somebody ends, or the clock. */
@Timeout(30)
class CancelRowsTest {
    private final InMemoryQueue queue = InMemoryQueue.create();
    private final Chores chores = new Chores();
    private final Crew crew = new Crew(chores);

    @AfterEach
    void closeWorkers() {
        crew.close();
    }

    @Test
    @ArqRow("TW56")
    void aRunningJobIsCancelledAndNothingOfItIsLeftInTheWorker() {
        Worker worker = crew.start(queue);
        StoredJob job = queue.enqueue(Chores.address("hangs"));
        StoredJob other = queue.enqueue(Chores.address("waits", "java.lang.String"), "other");
        await().until(() -> chores.seen.size() == 2);

        assertThat(cancel(new JobId("somebody else's"))).isInstanceOf(LostClaim.class);
        assertThat(cancel(job.id())).isEqualTo(new Committed());

        await().until(() -> worker.inFlight() == 1);
        assertThat(chores.never).isCancelled();
        assertThat(job.state()).isEqualTo(State.DELETED);
        assertThat(worker.counts().cancelled()).isEqualTo(1);
        chores.open.complete(null);
        await().until(() -> other.state() == State.SUCCEEDED && worker.drained());
        assertThat(worker.counts())
                .hasToString("completed=1 failed=0 retried=0 parked=0 cancelled=1 lost=0 inFlight=0");
    }

    @Test
    @ArqRow("TW57")
    void aCancelOfAJobThatIsNotThereSaysSo() {
        assertThat(cancel(new JobId("unknown"))).isInstanceOf(LostClaim.class);
    }

    @Test
    @ArqRow("TW58")
    void aJobThatIsCancelledBeforeThereIsAWorkerIsNeverRun() {
        StoredJob job = queue.enqueue(Chores.address("works", "java.lang.String"), "never");

        assertThat(cancel(job.id())).isEqualTo(new Committed());
        crew.start(queue);
        StoredJob next = queue.enqueue(Chores.address("works", "java.lang.String"), "next");
        await().until(() -> next.state() == State.SUCCEEDED);

        assertThat(job.state()).isEqualTo(State.DELETED);
        assertThat(job.reason()).isEqualTo("by a test");
        assertThat(chores.seen).containsExactly("next");
    }

    @Test
    @ArqRow("TW59")
    void aJobThatIsDeferredByADayIsEndedAtOnce() {
        TestWorker worker = TestWorker.of(chores);
        StoredJob job = worker.job(Chores.class, "works", "never")
                .after(Duration.ofDays(1))
                .enqueue();

        Answer answer = worker.queue()
                .cancel(job.id(), "by a test")
                .toCompletableFuture()
                .join();

        assertThat(answer).isEqualTo(new Committed());
        assertThat(job.state()).isEqualTo(State.DELETED);
        assertThat(worker.advance(Duration.ofDays(2))).isZero();
        assertThat(chores.seen).isEmpty();
    }

    @Test
    @ArqRow("TW60")
    void aCancelThatComesTooLateChangesNothing() {
        crew.start(queue);
        StoredJob job = queue.enqueue(Chores.address("works", "java.lang.String"), "done");
        await().until(() -> job.state() == State.SUCCEEDED);

        assertThat(cancel(job.id())).isInstanceOf(AlreadyFinal.class);

        assertThat(job.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    @ArqRow("TW61")
    void aJobThatRunsLongerThanItsTimeOutIsCancelledAndFails() {
        TestWorker worker = TestWorker.of(chores);
        StoredJob job = worker.enqueue(Chores.class, "takesTooLong");

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("TURNOUT-0305")
                .hasCauseInstanceOf(TimeoutException.class);

        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(chores.never).isCancelled();
    }

    @Test
    @ArqRow("TW63")
    void aCancelReachesAWorkerWhoseSlotsAreFull() {
        crew.start(queue, Crew.options().slots(1));
        StoredJob job = queue.enqueue(Chores.address("hangs"));
        await().until(() -> chores.seen.contains("hangs"));
        StoredJob next = queue.enqueue(Chores.address("works", "java.lang.String"), "next");

        assertThat(cancel(job.id())).isEqualTo(new Committed());

        await().until(() -> next.state() == State.SUCCEEDED);
        assertThat(job.state()).isEqualTo(State.DELETED);
    }

    private Answer cancel(JobId id) {
        return queue.cancel(id, "by a test").toCompletableFuture().join();
    }
}
