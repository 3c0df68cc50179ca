// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.StoredJob.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("jdk")
@Timeout(30)
class InlineTest {
    private final Mailer mailer = new Mailer();
    private final TestWorker worker = TestWorker.of(mailer);

    @Test
    void inlineAJobHasEndedWhenEnqueueReturns() {
        worker.inline();

        StoredJob job = worker.enqueue(Mailer.class, "send", "ann", 5);

        assertThat(job.state()).isEqualTo(State.SUCCEEDED);
        assertThat(mailer.sent).containsExactly("ann 5");
    }

    @Test
    void inlineTheDoorOfTheCodeUnderTestRunsJobsToo() {
        worker.inline();
        TaskAddress task = new TaskAddress(Mailer.class.getName(), "relays", List.of("int"));
        mailer.door = worker.queue();

        worker.queue()
                .door()
                .insert(NewJob.now(
                        new JobId("first"),
                        task,
                        worker.job(Mailer.class, "relays", 2).enqueue().arguments()));

        assertThat(worker.queue().jobs()).extracting(StoredJob::state).containsOnly(State.SUCCEEDED);
        assertThat(worker.queue().jobs()).hasSize(6);
    }

    @Test
    void inlineAFailedAttemptIsThrownAtOnceThoughItWouldBeRetried() {
        worker.inline();

        assertThatThrownBy(() -> worker.enqueue(Mailer.class, "flaky"))
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("Mailer#flaky()")
                .hasRootCauseMessage("attempt 1");

        assertThat(worker.runUntilEmpty()).as("the retries are still there").isEqualTo(1);
        assertThat(worker.enqueue(Mailer.class, "send", "ann", 5).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void inlineAnImmediateRetryIsPartOfTheRun() {
        worker.inline();

        StoredJob job = worker.enqueue(Mailer.class, "againAtOnce");

        assertThat(job.state()).isEqualTo(State.SUCCEEDED);
        assertThat(job.failures()).hasSize(1);
    }

    @Test
    void inlineADeferredJobWaitsForTheClock() {
        worker.inline();

        StoredJob job = worker.job(Mailer.class, "send", "ann", 5)
                .after(Duration.ofMinutes(5))
                .enqueue();

        assertThat(job.state()).isEqualTo(State.SCHEDULED);
        assertThat(worker.advance(Duration.ofMinutes(5))).isEqualTo(1);
    }
}
