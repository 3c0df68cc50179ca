// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import dev.turnout.runtime.testing.TestWorker;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that a worker cannot run. */
@Timeout(30)
class ParkingRowsTest {
    private static final TaskAddress WORKS = Chores.address("works", "java.lang.String");

    private final Chores chores = new Chores();
    private final TestWorker worker = TestWorker.of(chores);

    @Test
    @ArqRow("TW14")
    void aJobOfAnUnknownTaskIsLeftForThoseWhoKnowItAndNeverFails() {
        StoredJob unknown = worker.queue().enqueue(TaskAddress.parse("com.acme.Unknown#task()"));
        worker.enqueue(Chores.class, "works", "known");

        assertThat(worker.runDue()).isEqualTo(1);

        assertThat(unknown.state()).isEqualTo(State.ENQUEUED);
        assertThat(unknown.attempts()).isZero();
    }

    @Test
    @ArqRow("TW15")
    void aTestThatExpectsAnEmptyQueueHearsOfTheUnknownTask() {
        worker.queue().enqueue(TaskAddress.parse("com.acme.Unknown#task()"));

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("1 job failed")
                .hasMessageContaining("com.acme.Unknown#task()")
                .cause()
                .hasMessageContaining("does not know the task");
    }

    @Test
    void aBeanThatOverridesTheFacadeIsNotRunByTheTwinOfTheClassAbove() {
        TestWorker named = TestWorker.of(TaskRegistry.annotated(Quay.class), type -> new Pier());
        StoredJob job =
                named.queue().enqueue(TaskAddress.parse(Quay.class.getName() + "#send(java.lang.String)"), "coal");

        assertThatThrownBy(named::runUntilEmpty)
                .hasMessageContaining("TURNOUT-0665 " + Pier.class.getName() + " overrides send");

        assertThat(job.state()).isEqualTo(State.PARKED);
    }

    /** A facade and its twin. */
    static class Quay {
        void send(String what) {}

        @AsyncTask
        CompletionStage<Void> sendAsync(String what) {
            return Stages.failed(new AssertionError("not the twin of a pier"));
        }
    }

    /** Has a body of its own under the facade's name. */
    static class Pier extends Quay {
        @Override
        void send(String what) {}
    }

    @Test
    @ArqRow("TW26")
    void aTaskIsNamedByTextAndAWrongArgumentParksTheJobWithTheReason(@TempDir Path folder) throws Exception {
        String address = Chores.class.getName() + "#prints(int)";
        Path file = folder.resolve(TaskCatalog.RESOURCE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, address + " = blocking\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            TestWorker named = TestWorker.of(TaskRegistry.of(TaskCatalog.read(loader)), type -> chores);
            named.queue().enqueue(TaskAddress.parse(address), 7);
            StoredJob wrong = named.queue().enqueue(TaskAddress.parse(address), new TextNode("seven"));

            assertThatThrownBy(named::runUntilEmpty)
                    .isInstanceOf(FailedJobs.class)
                    .hasMessageContaining("TURNOUT-0110 argument 1 of " + address + " cannot be bound");

            assertThat(wrong.state()).isEqualTo(State.PARKED);
            assertThat(wrong.reason()).startsWith("TURNOUT-0110");
        }
        assertThat(chores.seen).containsExactly("printed 7");
    }

    @Test
    @ArqRow("TW41")
    void aHundredJobsThatCannotBeRunDoNotStopTheGoodOne() {
        worker.with(builder -> builder.options(WorkerOptions.with().slots(10)));
        for (int number = 0; number < 100; number++) {
            worker.queue().enqueue(WORKS, List.of(number));
        }
        StoredJob good = worker.enqueue(Chores.class, "works", "good");

        assertThatThrownBy(worker::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("100 jobs failed");

        assertThat(good.state()).isEqualTo(State.SUCCEEDED);
        assertThat(worker.queue().jobs(State.PARKED)).hasSize(100);
    }

    @Test
    @ArqRow("TW47")
    void anArgumentThatThrowsWhenItIsReadParksTheJobAndTheWorkerLivesOn() {
        TestWorker touchy = TestWorker.of(new Touchy());
        StoredJob job = touchy.enqueue(Touchy.class, "takes", new Grenade("pin"));
        StoredJob next = touchy.enqueue(Touchy.class, "rests");

        assertThatThrownBy(touchy::runUntilEmpty)
                .isInstanceOf(FailedJobs.class)
                .hasMessageContaining("1 job failed")
                .hasMessageContaining("Grenade can be made (java.lang.IllegalStateException)")
                .hasMessageNotContaining("the pin is out"); // such a text may hold the value

        assertThat(job.state()).isEqualTo(State.PARKED);
        assertThat(next.state()).isEqualTo(State.SUCCEEDED);
    }

    /** A value that can be written and not be read. */
    static final class Grenade {
        private final String pin;

        Grenade(String pin) {
            this.pin = pin;
        }

        @JsonCreator
        static Grenade read(@JsonProperty("pin") String pin) {
            throw new IllegalStateException("the pin is out: " + pin);
        }
    }

    static final class Touchy {
        @AsyncTask(retries = 0)
        CompletionStage<Void> takes(Grenade grenade) {
            throw new AssertionError("there is no " + grenade);
        }

        @AsyncTask(retries = 0)
        CompletionStage<Void> rests() {
            return Stages.done();
        }
    }
}
