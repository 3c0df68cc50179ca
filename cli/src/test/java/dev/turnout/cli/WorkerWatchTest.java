// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static dev.turnout.cli.Station.PREFIX;
import static dev.turnout.cli.TestApp.TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.task.JobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code turnout worker --watch}: the new classes really run. */
@Timeout(240)
class WorkerWatchTest {
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

    /** TX04, with what arq's reload lacks: the new code. */
    @Test
    void aChangedClassRunsTheNextJobAndNothingIsLostMeanwhile() throws Exception {
        try (Command worker = watch(app.classes(), app.classes())) {
            note("one");
            app.awaitLine("v1 one");
            JobId midway = station.enqueue(TASKS, "slowAsync", app.journal().toString(), "midway", 1_500L);
            app.awaitLine("begin midway");

            app.become("v2");
            List<JobId> between =
                    IntStream.range(0, 20).mapToObj(i -> note("between " + i)).toList();
            worker.awaitErr("generation 2 runs");
            note("two");

            app.awaitLine("v2 two");
            assertThat(app.journalLines()).contains("v1 end midway");
            assertThat(station.state(midway)).contains("SUCCEEDED");
            await().atMost(Command.LIMIT)
                    .until(() -> between.stream()
                            .allMatch(job -> station.state(job).orElse("").equals("SUCCEEDED")));
            assertThat(app.journalLines().stream()
                            .filter(line -> line.contains("between"))
                            .map(line -> line.substring(3)))
                    .as("each once, by whatever code")
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 20).mapToObj(i -> "between " + i).toList());
            worker.terminate();
            assertThat(worker.exitCode()).isZero();
        }
    }

    @Test
    void classesThatDoNotStartAreReportedAndTheNextChangeHeals() throws Exception {
        try (Command worker = watch(app.classes(), app.classes())) {
            worker.awaitErr("generation 1 runs");

            app.with("com.acme.Broken", """
                    package com.acme;
                    import java.util.concurrent.*;
                    public class Broken {
                        public Broken(int noConstructorThatAWorkerCouldCall) {}
                        @dev.turnout.runtime.task.AsyncTask
                        public CompletionStage<Void> breakAsync() { return CompletableFuture.completedFuture(null); }
                    }
                    """);
            worker.awaitErr("generation 2 did not start");
            assertThat(worker.err()).contains("TURNOUT-0391", "com.acme.Broken");
            JobId waiting = note("patience");

            Files.delete(app.classes().resolve("com/acme/Broken.class"));
            worker.awaitErr("generation 3 runs");

            app.awaitLine("v1 patience");
            await().atMost(Command.LIMIT)
                    .until(() -> station.state(waiting).orElse("").equals("SUCCEEDED"));
            worker.terminate();
            assertThat(worker.exitCode()).isZero();
        }
    }

    @Test
    void aJarThatIsReplacedRunsAndSoDoesAFolderThatIsDeletedAndComesAgain() throws Exception {
        Path build = Files.createDirectories(folder.resolve("build"));
        Path jar = app.jar(build.resolve("app.jar"));
        try (Command worker = watch(jar, build)) {
            note("one");
            app.awaitLine("v1 one");

            app.become("v2");
            Files.move(app.jar(folder.resolve("new.jar")), jar, StandardCopyOption.REPLACE_EXISTING);
            worker.awaitErr("generation 2 runs");
            note("two");
            app.awaitLine("v2 two");

            Files.delete(jar);
            Files.delete(build);
            worker.awaitErr("TURNOUT-0420");
            app.become("v3");
            Files.createDirectories(build);
            app.jar(jar);
            note("three");

            app.awaitLine("v3 three");
            worker.terminate();
            assertThat(worker.exitCode()).isZero();
        }
    }

    @Test
    void aFolderThatIsNotOnTheClassPathIsRefused() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));

        try (Command worker = watch(app.classes(), elsewhere)) {
            assertThat(worker.exitCode()).isEqualTo(Turnout.FAILED);

            assertThat(worker.err()).contains("TURNOUT-0428", elsewhere.toString(), "Nothing was started");
        }
    }

    private JobId note(String text) {
        return station.enqueue(TASKS, "noteAsync", app.journal().toString(), text);
    }

    private Command watch(Path application, Path watched) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                "worker",
                application.toString(),
                "--redis",
                station.uri(),
                "--prefix",
                PREFIX,
                "--jvm=-Xmx128m",
                "--jvm=-XX:TieredStopAtLevel=1",
                "--watch",
                watched.toString()));
        return Command.start(folder, line.toArray(String[]::new));
    }
}
