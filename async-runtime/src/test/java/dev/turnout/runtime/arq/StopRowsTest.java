// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.WorkerCounts;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A worker that is told to stop. */
@Timeout(60)
class StopRowsTest {
    private final InMemoryQueue queue = InMemoryQueue.create();
    private final Chores chores = new Chores();
    private final Crew crew = new Crew(chores);

    @AfterEach
    void closeWorkers() {
        crew.close();
    }

    @Test
    @ArqRow("TW06")
    @EnabledOnOs({OS.LINUX, OS.MAC}) // elsewhere Process.destroy kills
    void aSignalStopsTheWorkerCancelsOnlyWhatHasNotEndedAndCounts() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        try (BufferedReader says = child.inputReader()) {
            assertThat(says.readLine()).isEqualTo("one has ended, one hangs");
            child.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too

            assertThat(says.lines())
                    .containsExactly(
                            "given back",
                            "completed=1 failed=0 retried=0 parked=0 cancelled=0 lost=0 inFlight=0",
                            "[SUCCEEDED, ENQUEUED]");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @ArqRow("TW07")
    void closingAWorkerThatHearsNoSignalsDoesTheSame() {
        StoredJob done = put("works", "a");
        StoredJob hanging = queue.enqueue(Chores.address("hangs"));
        Worker worker = crew.start(queue, Crew.options().drainTimeout(Duration.ZERO));
        await().until(() -> done.state() == State.SUCCEEDED && chores.seen.contains("hangs"));

        try (Logged log = Logged.by("dev.turnout.runtime.internal")) {
            worker.close();

            assertThat(log.lines())
                    .contains("1 jobs had not ended in time; they are cancelled and given back.")
                    .last()
                    .asString()
                    .contains("has stopped: started=2 completed=1");
        }
        assertThat(chores.never).isCancelled();
        assertThat(done.state()).isEqualTo(State.SUCCEEDED);
        assertThat(hanging.state()).isEqualTo(State.ENQUEUED);
        assertThat(hanging.attempts()).as("it costs no attempt").isZero();
    }

    @Test
    @ArqRow("TW08")
    void whatEndsInTheDrainTimeIsDoneTheOtherRunsAgainAndNothingNewIsTaken() {
        StoredJob quick = put("waits", "quick");
        StoredJob slow = queue.enqueue(Chores.address("hangs"));
        WorkerOptions options = Crew.options().drainTimeout(Duration.ofMillis(500));
        Worker worker = crew.start(queue, options);
        await().until(() -> chores.seen.size() == 2);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close, task -> new Thread(task).start());
        await().until(() -> !worker.health().claiming());
        StoredJob late = put("works", "late");
        chores.open.complete(null);
        closing.join();

        WorkerCounts counts = worker.counts();
        assertThat(counts.completed()).isEqualTo(1);
        assertThat(counts.failed() + counts.retried()).isZero();
        assertThat(quick.state()).isEqualTo(State.SUCCEEDED);
        assertThat(slow.state()).isEqualTo(State.ENQUEUED);
        assertThat(late.state()).isEqualTo(State.ENQUEUED);
        crew.start(queue);
        await().until(() -> late.state() == State.SUCCEEDED && Collections.frequency(chores.seen, "hangs") == 2);
    }

    @Test
    @ArqRow("TW54")
    void aWorkerThatIsNotABurstRunsUntilItIsClosed() {
        Worker worker = crew.start(queue);
        StoredJob first = put("works", "first");
        await().until(() -> first.state() == State.SUCCEEDED);
        StoredJob second = put("works", "second");
        await().until(() -> second.state() == State.SUCCEEDED);

        worker.close();
        StoredJob third = put("works", "third");

        assertThat(worker.health().claiming()).isFalse();
        assertThat(queue.store().present()).isEmpty();
        assertThat(third.state()).isEqualTo(State.ENQUEUED);
        assertThat(chores.seen).containsExactly("first", "second");
    }

    private StoredJob put(String method, String what) {
        return queue.enqueue(Chores.address(method, "java.lang.String"), what);
    }

    /** A process with one worker, one job that has ended and one that hangs. */
    static final class Child {
        private Child() {}

        public static void main(String[] none) {
            InMemoryQueue queue = InMemoryQueue.create();
            Chores chores = new Chores();
            StoredJob done = queue.enqueue(Chores.address("works", "java.lang.String"), "a");
            queue.enqueue(Chores.address("hangs"));
            CompletableFuture<Worker> self = new CompletableFuture<>();
            Worker worker = Worker.on(queue)
                    .tasks(TaskRegistry.annotated(Chores.class))
                    .beans(type -> chores)
                    .options(Crew.options().drainTimeout(Duration.ZERO))
                    .listener(new WorkerListener() {
                        @Override
                        public void released(Claim claim, String why) {
                            say("given back");
                        }

                        @Override
                        public void workerStopped(String name) {
                            say(self.join().counts().toString());
                            say(queue.jobs().stream()
                                    .map(StoredJob::state)
                                    .toList()
                                    .toString());
                        }
                    })
                    .build();
            self.complete(worker);
            worker.start();
            await().until(() -> done.state() == State.SUCCEEDED && chores.seen.contains("hangs"));
            say("one has ended, one hangs");
            await().forever().until(() -> false); // until the signal
        }

        private static void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
