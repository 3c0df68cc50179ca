// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class SigtermTest {
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC}) // elsewhere Process.destroy kills
    void aRunningJobEndsAfterSigtermAndTheWorkerLeaves() throws Exception {
        Process child = start("waits");

        try (BufferedReader says = child.inputReader()) {
            assertThat(says.readLine()).isEqualTo("started");
            child.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too

            assertThat(says.lines()).containsExactly("ended", "left the list");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aSigtermWhileTheWorkerClosesWaitsForTheEndOfThatClose() throws Exception {
        Process child = start("closes");

        try (BufferedReader says = child.inputReader()) {
            assertThat(says.readLine()).isEqualTo("started");
            assertThat(says.readLine()).isEqualTo("ended");
            assertThat(says.readLine()).isEqualTo("leaving");
            child.toHandle().destroy();

            assertThat(says.lines()).containsExactly("left the list");
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process start(String mode) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A process with one worker and one job of half a second. */
    static final class Child implements WorkerListener {
        private Child() {}

        public static void main(String[] mode) {
            boolean closes = mode[0].equals("closes");
            TestStore store = new TestStore(Duration.ofSeconds(30));
            FlakyQueue queue = new FlakyQueue(store) {
                @Override
                public CompletionStage<Void> leave() {
                    if (!closes) {
                        say("left the list");
                        return super.leave();
                    }
                    say("leaving");
                    return Stages.then(Stages.delay(1_000), later -> {
                        say("left the list");
                        return super.leave();
                    });
                }
            };
            Worker worker = Worker.on(queue)
                    .tasks(TaskRegistry.annotated(Child.class))
                    .beans(type -> new Child())
                    .listener(new Child())
                    .build()
                    .start();
            TaskAddress task = new TaskAddress(Child.class.getName(), "lastAsync", List.of());
            queue.insert(NewJob.now(new JobId("1"), task, List.of()));
            if (closes) {
                await().until(() -> worker.counts().started() == 1);
                worker.close();
            }
        }

        @AsyncTask
        CompletionStage<Void> lastAsync() {
            return Stages.delay(500);
        }

        @Override
        public void started(Claim claim) {
            say("started");
        }

        @Override
        public void ended(Claim claim, Optional<Throwable> failure) {
            say("ended");
        }

        private static void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
