// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static dev.turnout.cli.Station.PREFIX;
import static dev.turnout.cli.TestApp.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.rules.Rules;
import dev.turnout.runtime.task.JobId;
import io.lettuce.core.RedisClient;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import picocli.CommandLine;

/** {@code turnout worker --burst}, on a real Redis, in real processes. */
@Timeout(180)
class WorkerBurstTest {
    private static final int FOREIGN = 1_500;

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

    /** TW01, TX02. */
    @Test
    void aBurstRunsTheJobPrintsItsCountersAndEndsWithZero() throws Exception {
        JobId job = station.enqueue(TASKS, "noteAsync", app.journal().toString(), "hello");

        try (Command burst = burst(app.classes().toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isZero();

            assertThat(burst.out()).contains("completed=1 failed=0 retried=0 parked=0 cancelled=0 lost=0 inFlight=0");
            assertThat(app.journalLines()).containsExactly("v1 hello");
            assertThat(station.state(job)).contains("SUCCEEDED");
            assertThat(station.status().workers()).as("it has left the list").isEmpty();
        }
    }

    @Test
    void aBurstWithAFailedJobListsItAndEndsWithOne() throws Exception {
        JobId bad = station.enqueue(Optional.of(0), TASKS, "failAsync", "no paper left");
        JobId good = station.enqueue(TASKS, "noteAsync", app.journal().toString(), "hello");

        try (Command burst = burst(app.jar(folder.resolve("app.jar")).toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isEqualTo(Turnout.NO);

            assertThat(burst.out())
                    .contains("completed=1 failed=1")
                    .contains("failed: " + bad + " " + TASKS + "#failAsync(java.lang.String): "
                            + "java.lang.IllegalStateException: no paper left");
            assertThat(station.state(good)).contains("SUCCEEDED");
        }
    }

    @Test
    void aBurstOfOneLeavesTheSecondJobWhereItIs() throws Exception {
        JobId first = station.enqueue(TASKS, "noteAsync", app.journal().toString(), "one");
        JobId second = station.enqueue(TASKS, "noteAsync", app.journal().toString(), "two");

        try (Command burst = burst("1", app.classes().toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isZero();

            assertThat(app.journalLines()).hasSize(1);
            assertThat(List.of(
                            station.state(first).orElseThrow(),
                            station.state(second).orElseThrow()))
                    .containsExactlyInAnyOrder("SUCCEEDED", "ENQUEUED");
        }
    }

    /** More than a claim looks at, and more than a sample of the queue shows. */
    @Test
    void aBurstLooksBehindManyJobsThatAreNotItsOwn() throws Exception {
        for (int foreign = 0; foreign < FOREIGN; foreign++) {
            station.enqueue("com.elsewhere.Printer", "print", "page " + foreign);
        }
        JobId ours = station.enqueue(TASKS, "noteAsync", app.journal().toString(), "behind");

        try (Command burst = burst(app.classes().toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isZero();

            assertThat(app.journalLines()).containsExactly("v1 behind");
            assertThat(burst.out()).contains("completed=1 failed=0");
            assertThat(station.state(ours)).contains("SUCCEEDED");
            assertThat(station.waiting()).isEqualTo(FOREIGN);
        }
    }

    @Test
    void aBurstEndsInAPauseAndSaysSo() throws Exception {
        JobId job = station.enqueue(TASKS, "noteAsync", app.journal().toString(), "hello");
        station.pause();

        try (Command burst = burst(app.classes().toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isZero();

            assertThat(burst.err()).contains("TURNOUT-0412", "a pause of everything", "stay in the queue: 1.");
            assertThat(station.state(job)).contains("ENQUEUED");
        }
    }

    @Test
    void aBlankNameIsRefused() throws Exception {
        try (Command worker = burst("--name", " ", app.classes().toString())) {
            assertThat(worker.exitCode()).isEqualTo(Turnout.FAILED);

            assertThat(worker.err()).contains("--name is blank");
        }
    }

    @Test
    void aBurstThatIsOutOfMemoryEndsWithTwo() throws Exception {
        JobId hog = station.enqueue(TASKS, "hogAsync");

        try (Command burst = burst(app.classes().toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isEqualTo(Turnout.FAILED);

            assertThat(burst.err()).contains("TURNOUT-0328", "TURNOUT-0346");
            assertThat(station.state(hog)).as("it is tried again").contains("SCHEDULED");
        }
    }

    @Test
    void theWorkersClassPathIsTheUsersWithWhatItLacksAndWithoutTheCommand() throws Exception {
        station.enqueue(TASKS, "classPathAsync", app.journal().toString());

        try (Command burst = burst(app.classes().toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isZero();

            List<Path> classPath = Arrays.stream(app.journalLines().get(0).split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
            assertThat(classPath)
                    .contains(app.classes(), TestApp.placeOf(RedisClient.class), TestApp.placeOf(ObjectMapper.class))
                    .doesNotContain(
                            TestApp.placeOf(Turnout.class),
                            TestApp.placeOf(CommandLine.class),
                            TestApp.placeOf(Rules.class),
                            TestApp.placeOf(ClassReader.class))
                    .noneMatch(entry -> entry.getFileName().toString().matches("(jobrunr|spring).*"));
        }
    }

    @Test
    void tasksOfACatalogAndBeansOfASetupAreRun() throws Exception {
        app.with("com.acme.Printer", """
                package com.acme;
                public class Printer {
                    private final String paper;
                    public Printer(String paper) { this.paper = paper; }
                    public void print(String journal) throws java.io.IOException { Tasks.say(journal, "on " + paper); }
                }
                """)
                .with("com.acme.Shop", """
                package com.acme;
                import java.util.Optional;
                public class Shop implements dev.turnout.runtime.WorkerSetup {
                    @Override public Optional<Object> bean(Class<?> type) {
                        return type == Printer.class ? Optional.of(new Printer("yellow")) : Optional.empty();
                    }
                    @Override public void close() { System.out.println("the shop is closed"); }
                }
                """)
                .withFile("META-INF/services/dev.turnout.runtime.WorkerSetup", "com.acme.Shop\n")
                .withFile(
                        "META-INF/turnout/tasks.properties",
                        "com.acme.Printer#print(java.lang.String) = blocking:press\n");
        station.enqueue("com.acme.Printer", "print", app.journal().toString());

        try (Command burst = burst("--pool", "press=2", app.classes().toString())) {
            assertThat(burst.exitCode()).as(burst.err()).isZero();

            assertThat(app.journalLines()).containsExactly("on yellow");
            assertThat(burst.out()).contains("the shop is closed");
        }
    }

    @Test
    void aTaskClassThatNobodyCanMakeStopsTheWorkerBeforeItClaims() throws Exception {
        app.with("com.acme.Printer", """
                package com.acme;
                import java.util.concurrent.*;
                public class Printer {
                    public Printer(String paper) {}
                    @dev.turnout.runtime.task.AsyncTask
                    public CompletionStage<Void> printAsync() { return CompletableFuture.completedFuture(null); }
                }
                """);
        JobId job = station.enqueue(TASKS, "noteAsync", app.journal().toString(), "hello");

        try (Command burst = burst(app.classes().toString())) {
            assertThat(burst.exitCode()).isEqualTo(Turnout.FAILED);

            assertThat(burst.err()).contains("TURNOUT-0391", "com.acme.Printer", "WorkerSetup", "Nothing was started");
            assertThat(station.state(job)).contains("ENQUEUED");
        }
    }

    @Test
    void whereNoRedisIsTheWorkerCouldNotBeStarted() throws Exception {
        try (Command worker =
                Command.start(folder, "worker", app.classes().toString(), "--redis", "redis://127.0.0.1:1")) {
            assertThat(worker.exitCode()).isEqualTo(Turnout.FAILED);

            assertThat(worker.err()).contains("TURNOUT-0501", "TURNOUT-0426");
        }
    }

    @Test
    void aSetupThatThrowsIsShownWithItsPlace() throws Exception {
        app.with("com.acme.Shop", """
                package com.acme;
                public class Shop implements dev.turnout.runtime.WorkerSetup {
                    @Override public void furnish(dev.turnout.runtime.Worker.Builder worker) {
                        throw new IllegalStateException("no key to the shop");
                    }
                }
                """).withFile("META-INF/services/dev.turnout.runtime.WorkerSetup", "com.acme.Shop\n");

        try (Command worker = burst(app.classes().toString())) {
            assertThat(worker.exitCode()).isEqualTo(Turnout.FAILED);

            assertThat(worker.err())
                    .contains("TURNOUT-0393", "no key to the shop", "at com.acme.Shop.furnish(Shop.java");
        }
    }

    @Test
    void aFolderWithoutTasksIsRefusedWithWhatToDo() throws Exception {
        Path empty = java.nio.file.Files.createDirectories(folder.resolve("empty"));

        try (Command burst = burst(empty.toString())) {
            assertThat(burst.exitCode()).isEqualTo(Turnout.FAILED);

            assertThat(burst.err()).contains("TURNOUT-0394", "@AsyncTask", "META-INF/turnout/tasks.properties");
        }
    }

    private Command burst(String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "worker",
                "--redis",
                station.uri(),
                "--prefix",
                PREFIX,
                "--jvm=-Xmx128m",
                "--jvm=-XX:TieredStopAtLevel=1",
                "--burst"));
        all.addAll(Arrays.asList(more));
        return Command.start(folder, all.toArray(String[]::new));
    }
}
