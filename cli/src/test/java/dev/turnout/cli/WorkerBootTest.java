// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static dev.turnout.cli.Station.PREFIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.JobId;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** {@code turnout worker} on an executable jar of Spring Boot with JobRunr in it, built as Boot's own plugin builds it. */
@Timeout(240)
class WorkerBootTest {
    private static final String NOTES = "com.acme.Notes";
    private static final String LIBRARIES =
            ".*/(spring-|jobrunr|lettuce|netty|reactor|reactive-streams|jackson|slf4j|logback|commons-pool|jspecify|micrometer"
                    + "|jakarta|snakeyaml|log4j|jul-)[^/]*\\.jar";

    private static final String SHOP = """
            package com.acme;

            import io.lettuce.core.RedisClient;
            import org.springframework.beans.factory.annotation.Value;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;

            @SpringBootApplication
            public class Shop {
                public static void main(String[] args) { SpringApplication.run(Shop.class, args); }
                @Bean(destroyMethod = "shutdown")
                RedisClient client(@Value("${shop.redis:redis://127.0.0.1:1}") String uri) { return RedisClient.create(uri); }
            }
            """;

    private static final String TASK_CLASS = """
            package com.acme;

            import dev.turnout.runtime.async.Stages;
            import dev.turnout.runtime.task.AsyncTask;
            import java.io.IOException;
            import java.nio.file.*;
            import java.util.concurrent.*;
            import org.springframework.beans.factory.annotation.Value;
            import org.springframework.stereotype.Component;

            @Component
            public class Notes {
                private final String who;
                public Notes(@Value("${shop.who:nobody}") String who) { this.who = who; }

                @AsyncTask
                public CompletionStage<Void> noteAsync(String journal, String text) throws IOException {
                    say(journal, who + " " + text);
                    return CompletableFuture.completedFuture(null);
                }

                @AsyncTask
                public CompletionStage<Void> slowAsync(String journal, String text, long millis) throws IOException {
                    say(journal, "begin " + text);
                    return Stages.then(Stages.delay(millis), nothing -> {
                        say(journal, "end " + text);
                        return CompletableFuture.completedFuture(null);
                    });
                }

                @AsyncTask
                public CompletionStage<Void> failAsync() { return CompletableFuture.failedFuture(new IOException("wet paper")); }

                /** Takes memory until there is none. */
                @AsyncTask
                public CompletionStage<Void> hogAsync() {
                    java.util.List<long[]> taken = new java.util.ArrayList<>();
                    while (true) {
                        taken.add(new long[1 << 20]);
                    }
                }

                private static void say(String journal, String line) throws IOException {
                    Files.writeString(Path.of(journal), line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            """;

    private static final String CONFIGURATION = """
            spring.main.banner-mode=off
            org.jobrunr.database.type=redis-lettuce
            org.jobrunr.database.table-prefix=app
            org.jobrunr.background-job-server.enabled=true
            org.jobrunr.dashboard.enabled=true
            turnout.worker.burst=true
            """;

    @TempDir
    static Path build;

    private static Path jar;
    private static Path classes;

    @TempDir
    Path folder;

    private final Station station = new Station();
    private TestApp app;

    @BeforeAll
    static void buildAnExecutableJar() throws Exception {
        List<Path> libraries = libraries();
        classes = build.resolve("classes");
        TestApp.compile(classes, libraries, Map.of("com.acme.Shop", SHOP, NOTES, TASK_CLASS));
        Files.writeString(classes.resolve("application.properties"), CONFIGURATION);
        Path plain = TestApp.jar(classes, build.resolve("plain.jar"));
        jar = build.resolve("shop.jar");
        Repackager repackager = new Repackager(plain.toFile());
        repackager.setMainClass("com.acme.Shop");
        repackager.repackage(jar.toFile(), callback -> {
            for (Path library : libraries) {
                callback.library(new Library(library.toFile(), LibraryScope.COMPILE));
            }
        });
    }

    @BeforeEach
    void journal() {
        app = new TestApp(classes, folder.resolve("journal"));
    }

    @AfterEach
    void close() {
        station.close();
    }

    @Test
    void aBurstOfAnExecutableJarRunsItsBeansAndJobRunrsOwnServerIsOff() throws Exception {
        JobId job = station.enqueue(NOTES, "noteAsync", app.journal().toString(), "hello");
        JobId bad = station.enqueue(Optional.of(0), NOTES, "failAsync");

        try (Command worker =
                start(jar, "--redis", station.uri(), "--prefix", PREFIX, "--burst", "--", "--shop.who=ada", own())) {
            assertThat(worker.exitCode()).as(worker.out() + worker.err()).isEqualTo(Turnout.NO);

            assertThat(app.journalLines()).containsExactly("ada hello");
            assertThat(worker.out())
                    .contains("completed=1 failed=1 retried=0")
                    .contains("failed: " + bad + " " + NOTES + "#failAsync(): java.io.IOException: wet paper");
            assertThat(station.state(job)).contains("SUCCEEDED");
            assertThat(station.status().servers()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC}) // elsewhere there is no SIGTERM
    void sigtermDrainsTheApplicationsWorkerWhichUsesItsOwnClientAndPrefix() throws Exception {
        JobId job = station.enqueue(NOTES, "slowAsync", app.journal().toString(), "one", 1_500L);

        try (Command worker = start(jar, "--slots", "3", "--name", "shop-worker", "--", own())) {
            app.awaitLine("begin one");
            assertThat(station.status().workers())
                    .singleElement()
                    .satisfies(listed -> assertThat(listed.name()).isEqualTo("shop-worker"));
            assertThat(station.status().servers())
                    .as("JobRunr's own server is off")
                    .isEmpty();

            worker.terminate();

            assertThat(worker.exitCode()).as(worker.out() + worker.err()).isZero();
            assertThat(app.journalLines()).containsExactly("begin one", "end one");
            assertThat(station.state(job)).contains("SUCCEEDED");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void sigtermToAStartingApplicationEndsItAndLeavesNobodyOnTheList() throws Exception {
        try (Command worker = start(jar, "--redis", station.uri(), "--prefix", PREFIX, "--", own())) {
            ProcessHandle child = worker.child();
            await().atMost(Command.LIMIT).until(() -> worker.out().contains("Starting Shop"));

            worker.terminate();

            assertThat(worker.exitCode()).as(worker.out() + worker.err()).isZero();
            assertThat(child.isAlive()).isFalse();
            assertThat(station.status().workers()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aSecondSigtermHurriesTheApplicationToo() throws Exception {
        JobId job = station.enqueue(NOTES, "slowAsync", app.journal().toString(), "one", 3_600_000L);

        try (Command worker = start(jar, "--redis", station.uri(), "--prefix", PREFIX, "--drain", "1h", "--", own())) {
            app.awaitLine("begin one");
            worker.terminate();
            worker.awaitErr("A second signal gives them back now.");

            worker.terminate();

            assertThat(worker.exitCode()).as(worker.out() + worker.err()).isZero();
            assertThat(station.state(job)).contains("ENQUEUED");
        }
    }

    @Test
    void anApplicationThatIsOutOfMemoryEndsWithTwoAndWhatItHeldGoesBack() throws Exception {
        JobId job = station.enqueue(NOTES, "hogAsync");

        try (Command worker = start(jar, "--redis", station.uri(), "--prefix", PREFIX, "--", own())) {
            assertThat(worker.exitCode()).as(worker.out() + worker.err()).isEqualTo(Turnout.FAILED);

            assertThat(worker.out()).contains("TURNOUT-0328", "java.lang.OutOfMemoryError");
            assertThat(station.state(job)).as("it is tried again").contains("SCHEDULED");
            assertThat(station.status().workers()).isEmpty();
        }
    }

    @Test
    void anApplicationThatDoesNotStartIsExitCodeTwo() throws Exception {
        try (Command worker = start(jar, "--redis", station.uri(), "--", "--shop.redis=redis://127.0.0.1:1")) {
            assertThat(worker.exitCode()).isEqualTo(Turnout.FAILED);

            assertThat(worker.err()).contains("TURNOUT-0426", "ended before it was on the queue's list");
        }
    }

    @Test
    void aFolderOfClassesStartsByItsMainClassWithItsLibrariesBesideIt() throws Exception {
        JobId job = station.enqueue(NOTES, "noteAsync", app.journal().toString(), "hello");
        String libraries = String.join(
                File.pathSeparator, libraries().stream().map(Path::toString).toList());
        Path file = Files.writeString(folder.resolve("classpath"), libraries);

        try (Command worker = start(
                classes,
                "--main",
                "com.acme.Shop",
                "--classpath-file",
                file.toString(),
                "--redis",
                station.uri(),
                "--prefix",
                PREFIX,
                "--burst",
                "1",
                "--",
                own())) {
            assertThat(worker.exitCode()).as(worker.out() + worker.err()).isZero();

            assertThat(app.journalLines()).containsExactly("nobody hello");
            assertThat(worker.out()).contains("completed=1 failed=0");
            assertThat(station.state(job)).contains("SUCCEEDED");
        }
    }

    /** Where the application's own client, and so JobRunr, finds Redis. */
    private String own() {
        return "--shop.redis=" + station.uri();
    }

    private Command start(Path application, String... more) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("worker", application.toString(), "--jvm=-Xmx256m", "--jvm=-XX:TieredStopAtLevel=1"));
        all.addAll(Arrays.asList(more));
        return Command.start(folder, all.toArray(String[]::new));
    }

    /** What Maven would resolve for such an application; async-runtime among it, as the recipes add it. */
    private static List<Path> libraries() throws Exception {
        Path runtime = TestApp.placeOf(Worker.class);
        Path packed =
                Files.isDirectory(runtime) ? TestApp.jar(runtime, build.resolve("turnout-async-runtime.jar")) : runtime;
        return Stream.concat(
                        Stream.of(packed),
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(path -> path.matches(LIBRARIES) && !path.contains("loader-tools"))
                                .map(Path::of))
                .toList();
    }
}
