// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.samples.demo.ledger.Entry;
import dev.turnout.samples.redis.RedisProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rewritten sample under the dependency management of each generation of Spring Boot: its own build compiles it, one async
 * worker of it starts, and jobs that JobRunr's API puts in end well there. Another version: {@code
 * -Dturnout.test.boot=3.4.13}.
 */
@Tag("boot")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootGenerationsTest {
    private static final String CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath";
    private static final String WORKER = "async";
    private static final int JOBS = 40;

    /** What an application has to add whose own code uses Jackson 2: Boot 4 has mappers of Jackson 3 only. */
    private static final String JACKSON_2 = "org.springframework.boot:spring-boot-jackson2";

    private static final String RUNTIME = "dev.turnout:turnout-async-runtime:" + Versions.TURNOUT;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS) // the logs of a worker that did not work are worth reading
    private static Path folder;

    private Sample rewritten;
    private Set<String> kinds = Set.of();
    private Application original;
    private Maven maven;

    @BeforeAll
    void rewrite() throws Exception {
        List<Path> classPath = Sample.classPath(folder);
        MigrateJobs.Result result = new MigrateJobs(classPath).on(Sample.read());
        rewritten = result.after();
        kinds = result.tasks().stream()
                .map(task -> task.task().replaceFirst("\\(.*", ""))
                .collect(Collectors.toSet());
        original = new Application(Sample.PROJECT, classPath);
        Maven user = Maven.with(Published.runtimeIn(folder.resolve("repository")), folder);
        maven = new Maven(Sample.maven(), user.settings(), user.cache());
    }

    static Stream<Generation> generations() {
        return Stream.of(System.getProperty("turnout.test.boot").split(" "))
                .map(version -> new Generation(
                        version, version.startsWith("4.") ? List.of(RUNTIME, JACKSON_2) : List.of(RUNTIME)));
    }

    @ParameterizedTest
    @MethodSource("generations")
    void oneAsyncWorkerStartsAndItsJobsEndWell(Generation boot) throws Exception {
        Path place = Files.createDirectories(folder.resolve(boot.version()));
        Application application = compiled(boot, place);
        Path run = Files.createDirectories(place.resolve("run"));
        Ledger ledger = new Ledger(run);

        try (RedisProcess redis = RedisProcess.start();
                Pools pools = new Pools(run, ledger, redis.uri())) {
            pools.startSurroundings(original);
            pools.startAsync(WORKER, application);
            URI address = pools.address(WORKER);
            new Operator(redis.uri(), Pools.PREFIX, run).switchTo(100);
            Feeder feeder = new Feeder(address, 2 * JOBS, ledger);
            feeder.allowLast(JOBS);
            feeder.run();
            feeder.check();
            Set<String> jobs = feeder.acknowledged();

            await("the end of all jobs; logs are in " + run)
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        ledger.refresh();
                        return stored(ledger).containsAll(jobs);
                    });

            assertThat(jobs).hasSize(JOBS);
            assertThat(states(address, jobs)).isEqualTo(Map.of("SUCCEEDED", (long) JOBS));
            assertThat(ledger.entries()).extracting(Entry::owner).containsOnly(WORKER);
            assertThat(tasks(ledger)).isEqualTo(kinds);
            assertThat(Files.readString(run.resolve(WORKER + ".log")))
                    .contains(
                            "blocking pools have 14 threads (the connection pool dataSource (HikariDataSource), has 16");
        }
    }

    private Application compiled(Generation boot, Path place) throws IOException, InterruptedException {
        Path project = place.resolve("notebooks");
        copyResources(project);
        for (Map.Entry<String, String> file : rewritten.under("src/main/").entrySet()) {
            write(project.resolve(file.getKey()), file.getValue());
        }
        write(project.resolve("pom.xml"), boot.pom());
        Path classPath = place.resolve("classpath");
        maven.run(
                project,
                place.resolve("maven.log"),
                List.of("compile", CLASS_PATH, "-Dmdep.includeScope=runtime", "-Dmdep.outputFile=" + classPath));
        return Application.of(project, classPath);
    }

    private static void copyResources(Path project) throws IOException {
        Path resources = Sample.PROJECT.resolve("src/main/resources");
        try (Stream<Path> files = Files.walk(resources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                write(
                        project.resolve("src/main/resources")
                                .resolve(resources.relativize(file).toString()),
                        Files.readString(file));
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Jobs whose good end an async worker has stored. */
    private static Set<String> stored(Ledger ledger) {
        Set<String> endedWell = of(ledger, Entry.What.END);
        endedWell.retainAll(of(ledger, Entry.What.STORED));
        return endedWell;
    }

    private static Set<String> of(Ledger ledger, Entry.What what) {
        return ledger.entries().stream()
                .filter(entry -> entry.what() == what)
                .map(Entry::job)
                .collect(Collectors.toSet());
    }

    private static Set<String> tasks(Ledger ledger) {
        return ledger.entries().stream().map(Entry::task).collect(Collectors.toSet());
    }

    /** What JobRunr itself says of the jobs, asked through the application: how many are in which state. */
    private static Map<String, Long> states(URI application, Set<String> jobs)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        Map<String, Long> states = new TreeMap<>();
        for (String job : jobs) {
            HttpRequest request =
                    HttpRequest.newBuilder(application.resolve("/jobs/" + job)).build();
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            states.merge(new ObjectMapper().readTree(answer).path("state").asText(answer), 1L, Long::sum);
        }
        return states;
    }

    /**
     * A generation of Spring Boot.
     *
     * @param version of its dependency management
     * @param dependencies what the rewritten sample's pom needs besides, {@code group:artifact} or with a version
     */
    record Generation(String version, List<String> dependencies) {
        /** The sample's pom with another parent version and these dependencies; nothing else is changed. */
        String pom() throws IOException {
            String pom = Files.readString(Sample.PROJECT.resolve("pom.xml"));
            String more = dependencies.stream().map(Generation::dependency).collect(Collectors.joining());
            String changed = pom.replaceFirst(
                            "(<artifactId>spring-boot-starter-parent</artifactId>\\s*<version>)[^<]+", "$1" + version)
                    .replaceFirst("(</dependencies>\\s*<build>)", more + "$1");
            assertThat(changed).contains("<version>" + version + "</version>", more);
            return changed;
        }

        private static String dependency(String coordinates) {
            String[] parts = coordinates.split(":");
            return "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId>"
                    + (parts.length > 2 ? "<version>" + parts[2] + "</version>" : "") + "</dependency>";
        }

        @Override
        public String toString() {
            return "Spring Boot " + version;
        }
    }
}
