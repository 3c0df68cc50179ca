// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.task.Retry;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import dev.turnout.runtime.testing.TestWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that ask to be run again. */
@Timeout(30)
class RetryRowsTest {
    private final Chores chores = new Chores();
    private final TestWorker worker = TestWorker.of(chores);

    @Test
    @ArqRow("TW11")
    void aTaskThatAsksTwiceForAnotherAttemptEndsWellInItsThird() {
        StoredJob job = worker.enqueue(Chores.class, "asksAgain", 2);

        try (Logged log = Logged.by("dev.turnout.runtime.jobs")) {
            assertThat(worker.runUntilEmpty()).isEqualTo(1);

            String task = job.task().toString();
            assertThat(log.lines())
                    .containsExactly(
                            "-> " + job.id() + " " + task + " attempt=1",
                            "~- " + job.id() + " " + task + " attempt=1 is tried again: " + text("10 ms"),
                            "-> " + job.id() + " " + task + " attempt=2",
                            "~- " + job.id() + " " + task + " attempt=2 is tried again: " + text("10 ms"),
                            "-> " + job.id() + " " + task + " attempt=3",
                            "<- " + job.id() + " " + task + " done");
        }
        assertThat(job.failures()).hasSize(2);
    }

    @Test
    @ArqRow("TW12")
    void whereATaskHasNoRetriesAskingForOneIsAFailure() {
        StoredJob job = worker.enqueue(Chores.class, "mayNotAskAgain");

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("Chores#mayNotAskAgain() in attempt 1: " + text("10 ms"));
        assertThat(job.state()).isEqualTo(State.FAILED);
    }

    @Test
    @ArqRow("TW16")
    void aTaskThatAsksForEverFailsWhenItsRetriesAreUsedUp() {
        StoredJob job = worker.enqueue(Chores.class, "asksAgain", 99);

        try (Logged log = Logged.by("dev.turnout.runtime.jobs")) {
            assertThatThrownBy(worker::runUntilEmpty).isInstanceOf(FailedJobs.class);

            assertThat(log.lines())
                    .last()
                    .asString()
                    .contains("attempt=6 failed for good: ")
                    .endsWith(text("10 ms"));
        }
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.failures()).as("the first attempt and five retries").hasSize(6);
    }

    @Test
    @ArqRow("TW18")
    void whatIsThrownSaysInWhichAttemptItWasGivenUp() {
        worker.enqueue(Chores.class, "asksAgain", 99);

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("Chores#asksAgain(int) in attempt 6: " + text("10 ms"));
    }

    @Test
    @ArqRow("TW19")
    void aTaskThatCancelsItsOwnStageIsRunAgain() {
        StoredJob job = worker.enqueue(Chores.class, "cancelsItself");

        assertThat(worker.runUntilEmpty()).isEqualTo(1);

        assertThat(job.failures()).singleElement().isInstanceOf(CancellationException.class);
    }

    @Test
    @ArqRow("TW20")
    void aTaskThatAsksForLaterIsRunAgainWhenItsBackOffSays() {
        StoredJob job = worker.enqueue(Chores.class, "asksForLater");
        Instant start = worker.clock().instant();

        assertThat(worker.runUntilEmpty()).isEqualTo(1);

        assertThat(job.failures()).hasSize(1);
        assertThat(Duration.between(start, worker.clock().instant()))
                .isBetween(Duration.ofMinutes(40), Duration.ofMinutes(60)); // an hour is also the longest
    }

    @Test
    @ArqRow("TW25")
    void aRetrySaysInItsTextWhenItAsksToComeBack() {
        assertThat(Retry.after(Duration.ofSeconds(123))).hasMessage("Retry after 123 s");
        assertThat(Retry.after(Duration.ofMillis(1_500))).hasMessage("Retry after 1500 ms");
        assertThat(Retry.later()).hasMessage("Retry");
    }

    private static String text(String delay) {
        return Retry.class.getName() + ": Retry after " + delay;
    }
}
