// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static dev.turnout.cli.Station.PREFIX;
import static dev.turnout.cli.TestApp.TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.task.JobId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How {@code turnout worker} and its process end. */
@Timeout(180)
@EnabledOnOs({OS.LINUX, OS.MAC}) // elsewhere there are no such signals
class WorkerSignalTest {
    private static final long MOMENT = 1_500;
    private static final long HOUR = 3_600_000;

    @TempDir
    Path folder;

    private final Station station = new Station();
    private TestApp app;

    @BeforeEach
    void compile() throws Exception {
        app = TestApp.in(folder, "v1");
    }

    @AfterEach
    void close() {
        station.close();
    }

    @Test
    void sigtermEndsTheRunningJobWellAndClaimsNoOther() throws Exception {
        JobId running = slow("first", MOMENT);
        try (Command worker = start("--slots", "1")) {
            app.awaitLine("begin first");
            JobId waiting = slow("second", MOMENT);

            worker.terminate();

            assertThat(worker.exitCode()).as(worker.err()).isZero();
            assertThat(app.journalLines()).containsExactly("begin first", "v1 end first");
            assertThat(station.state(running)).contains("SUCCEEDED");
            assertThat(station.state(waiting)).contains("ENQUEUED");
            assertThat(worker.out()).contains("completed=1", "inFlight=0");
            assertThat(station.status().workers()).isEmpty();
        }
    }

    @Test
    void aSecondSigtermGivesTheRunningJobBackAtOnce() throws Exception {
        JobId running = slow("long", HOUR);
        try (Command worker = start("--drain", "1h")) {
            app.awaitLine("begin long");
            worker.terminate();
            worker.awaitErr("A second signal gives them back now.");

            worker.terminate();

            assertThat(worker.exitCode()).as(worker.err()).isZero();
            assertThat(station.state(running)).contains("ENQUEUED");
        }
    }

    @Test
    void aKilledCommandLeavesNoOrphanAndItsWorkerStillEndsTheJob() throws Exception {
        JobId running = slow("first", MOMENT);
        try (Command worker = start("--slots", "1")) {
            app.awaitLine("begin first");
            ProcessHandle child = worker.child();
            JobId waiting = slow("second", MOMENT);

            worker.kill();

            await().atMost(Command.LIMIT).until(() -> !child.isAlive());
            assertThat(app.journalLines()).containsExactly("begin first", "v1 end first");
            assertThat(station.state(running)).contains("SUCCEEDED");
            assertThat(station.state(waiting)).contains("ENQUEUED");
            assertThat(worker.err()).contains("the command that started this worker is gone");
        }
    }

    @Test
    void sigtermToTheWholeGroupIsOneRequestAndNotTwo() throws Exception {
        JobId running = slow("first", MOMENT);
        try (Command worker = start()) {
            app.awaitLine("begin first");
            ProcessHandle child = worker.child();

            child.destroy();
            worker.terminate();

            assertThat(worker.exitCode()).as(worker.err()).isZero();
            assertThat(station.state(running)).contains("SUCCEEDED");
        }
    }

    @Test
    void anInterruptFromTheTerminalReachesBothAndDrains() throws Exception {
        JobId running = slow("first", MOMENT);
        try (Command worker = start()) {
            app.awaitLine("begin first");

            interrupt(worker.child().pid());
            interrupt(worker.pid());

            assertThat(worker.exitCode()).as(worker.err()).isZero();
            assertThat(station.state(running)).contains("SUCCEEDED");
        }
    }

    @Test
    void sigtermToAStartingWorkerEndsItCleanly() throws Exception {
        try (Command worker = start()) {
            ProcessHandle child = worker.child();

            worker.terminate();

            assertThat(worker.exitCode()).as(worker.err()).isZero();
            assertThat(child.isAlive()).isFalse();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> station.status().workers().isEmpty());
        }
    }

    @Test
    void aBurstThatIsStoppedBeforeItsEndSaysSoWithOne() throws Exception {
        JobId running = slow("first", MOMENT);
        slow("second", MOMENT);
        try (Command worker = start("--slots", "1", "--burst")) {
            app.awaitLine("begin first");

            worker.terminate();

            assertThat(worker.exitCode()).isEqualTo(Turnout.NO);
            assertThat(worker.err()).contains("the burst was stopped before the queue was empty");
            assertThat(station.state(running)).contains("SUCCEEDED");
        }
    }

    @Test
    void aWorkerThatIsOutOfMemoryEndsWithTwoAndItsOtherJobEndsWell() throws Exception {
        JobId running = slow("first", MOMENT);
        try (Command worker = start()) {
            app.awaitLine("begin first");

            JobId hog = station.enqueue(TASKS, "hogAsync");

            assertThat(worker.exitCode()).as(worker.err()).isEqualTo(Turnout.FAILED);
            assertThat(worker.err()).contains("TURNOUT-0328", "TURNOUT-0346");
            assertThat(station.state(running)).contains("SUCCEEDED");
            assertThat(station.state(hog)).as("it is tried again").contains("SCHEDULED");
            assertThat(station.status().workers()).isEmpty();
        }
    }

    private JobId slow(String text, long millis) {
        return station.enqueue(TASKS, "slowAsync", app.journal().toString(), text, millis);
    }

    private Command start(String... more) throws Exception {
        String[] line = new String[8 + more.length];
        String[] first = {
            "worker",
            app.classes().toString(),
            "--redis",
            station.uri(),
            "--prefix",
            PREFIX,
            "--jvm=-Xmx128m",
            "--jvm=-XX:TieredStopAtLevel=1"
        };
        System.arraycopy(first, 0, line, 0, first.length);
        System.arraycopy(more, 0, line, first.length, more.length);
        return Command.start(folder, line);
    }

    private static void interrupt(long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
