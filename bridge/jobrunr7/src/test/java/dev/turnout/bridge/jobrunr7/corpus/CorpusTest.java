// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turnout.bridge.jobrunr.JobRunrSurroundings;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.RecurringDialect;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Golden corpus: jobs and recurring definitions that JobRunr 5.3, 6.3, 7.5 and 8.7 write in their own processes, with each of
 * their mappers, in every state. We read each, append states as a worker does, and write it; then the same JobRunr reads what we
 * wrote. An async worker runs those that wait. Prints a table, and what JobRunr itself cannot do.
 */
@Tag("redis")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT) // it waits for other processes most of the time
class CorpusTest {
    private static final String PACKAGE = "org.jobrunr.utils.mapper.";
    private static final List<String> MAPPERS = List.of(
            PACKAGE + "jackson.JacksonJsonMapper", PACKAGE + "gson.GsonJsonMapper", PACKAGE + "jsonb.JsonbJsonMapper");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private final Map<String, Count> counts = new TreeMap<>();
    private final List<String> defects = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private RedisProcess server;
    private RedisClient client;
    private RedisCommands<String, String> redis;

    @BeforeAll
    void write() throws Exception {
        server = RedisProcess.start();
        client = RedisClient.create(server.uri());
        redis = client.connect().sync();
        ClassPaths paths = ClassPaths.resolved();
        for (String version : List.of("5.3", "6.3", "7.5")) {
            lines.add(Line.start(version, paths.of(version), folder, MAPPERS, server.uri()));
        }
        List<String> more = new ArrayList<>(MAPPERS);
        more.add(PACKAGE + "jackson3.Jackson3JsonMapper");
        lines.add(Line.start("8.7", paths.of("8.7"), folder, more, ""));
        lines.forEach(Line::written);
    }

    @AfterAll
    void stop() {
        lines.forEach(Line::close);
        client.shutdown(0, 1, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void everyDocumentIsReadAndWrittenBackAndEveryArgumentBoundAsJobRunrDoes() throws Exception {
        for (Line line : lines) {
            for (Path mapper : line.mappers()) {
                for (Path document : files(mapper, ".json")) {
                    rewrite(document, count(line, mapper));
                }
            }
        }
        for (Line line : lines) {
            line.read();
        }
        for (Line line : lines) {
            for (Path mapper : line.mappers()) {
                compare(line, mapper, count(line, mapper));
            }
            bind(line);
        }
        print();
        assertThat(defects).isEmpty();
        assertThat(counts).hasSize(13).allSatisfy((name, count) -> {
            assertThat(count.documents).as(name).isGreaterThan(60).isEqualTo(count.read);
            assertThat(count.bound + count.exact).as(name).isGreaterThan(22);
            assertThat(count.refused).as(name).isLessThanOrEqualTo(2);
        });
    }

    private Count count(Line line, Path mapper) {
        return counts.computeIfAbsent(line.version() + " " + mapper.getFileName(), name -> new Count());
    }

    /** Writes what we make of a document beside it. */
    private void rewrite(Path document, Count count) throws IOException {
        count.documents++;
        String before = Files.readString(document);
        try {
            if (document.toString().endsWith(".recurring.json")) {
                String after = new RecurringDialect(RecurringDialect.inDialectOf7(before).body(), "").body();
                assertThat(after).isEqualTo(before);
                count.read++;
            } else {
                rewrite(document, before, JobDocument.read(before), count);
                count.read++;
            }
        } catch (UnreadableDocument unreadable) {
            defects.add(name(document) + ": " + unreadable.getMessage());
        }
    }

    private void rewrite(Path document, String before, JobDocument job, Count count) throws IOException {
        Map<String, String> raw = RawFields.of(before);
        for (Version version : Version.values()) {
            String after = version.of(job).json();
            Files.writeString(written(document, version), after);
            count.written++;
            Map<String, String> now = RawFields.of(after);
            raw.forEach((field, text) -> {
                boolean ours = field.equals("version") || field.equals("metadata") && version.clears();
                if (!ours && !text.equals(now.get(field))) {
                    defects.add(
                            name(document) + " " + version + ": " + field + " was " + text + ", is " + now.get(field));
                }
            });
        }
    }

    private static Path written(Path document, Version version) {
        return Path.of(document + "." + version + ".json");
    }

    private void compare(Line line, Path mapper, Count count) throws IOException {
        for (Path document : files(mapper, ".json")) {
            String name = document.getFileName().toString();
            if (name.indexOf(".json") == name.length() - ".json".length()) {
                Readers.of(line.version(), mapper).forEach(end -> compare(document, end, count));
            }
        }
        for (Path refused : files(mapper, ".refused")) {
            if (!refused.toString().contains(".json")) {
                reports.add(name(refused) + ": JobRunr cannot write it: " + Readers.lastLine(refused));
            }
        }
    }

    private void compare(Path document, String reader, Count count) {
        List<String> before = Readers.shape(document, reader);
        if (before.isEmpty()) {
            reports.add(
                    name(document) + ": JobRunr " + reader + " cannot read it: " + Readers.refusal(document, reader));
            return;
        }
        for (Version version : Version.values()) {
            Path written = written(document, version);
            if (!Files.exists(written)) {
                count.equal++; // a recurring definition: the same characters
                return;
            }
            List<String> after = Readers.shape(written, reader);
            if (after.isEmpty()) {
                String refusal = Readers.refusal(written, reader);
                if (Readers.known(written, reader)) {
                    reports.add(name(mapperOf(document)) + ": " + Readers.BEFORE_6 + " " + refusal);
                } else {
                    defects.add(name(written) + ": JobRunr " + reader + " cannot read what we wrote: " + refusal);
                }
                continue;
            }
            List<String> differences = Readers.differences(before, after, version);
            if (differences.isEmpty()) {
                count.equal++;
            } else {
                defects.add(name(written) + ": JobRunr " + reader + " reads otherwise: " + differences);
            }
        }
    }

    private static Path mapperOf(Path document) {
        return Objects.requireNonNull(document.getParent());
    }

    /** Runs the waiting jobs of a line in async workers, and compares what they were passed with what JobRunr passed. */
    private void bind(Line line) throws Exception {
        Seen.clear();
        List<CompletableFuture<BurstResult>> bursts = new ArrayList<>();
        List<LegacyQueue> queues = new ArrayList<>();
        for (Path mapper : line.mappers()) {
            LegacyKeys keys = keys(line, mapper);
            putIn(mapper, keys);
            redis.incr(keys.epoch());
            redis.hset(keys.routes(), "*", "100");
            LegacyQueue queue = LegacyQueue.open(
                    client,
                    LegacyQueueOptions.with()
                            .keyPrefix(prefix(line, mapper))
                            .slots(64)
                            .lease(Duration.ofSeconds(30)));
            queues.add(queue);
            bursts.add(Worker.on(queue)
                    .tasks(TaskRegistry.of(tasks()))
                    .beans(CorpusTest::bean)
                    .mapper(dialect(mapper))
                    .surroundings(new JobRunrSurroundings(List.of(), new JobMapper(new JacksonJsonMapper())))
                    .build()
                    .burst(Integer.MAX_VALUE, false)
                    .toCompletableFuture());
        }
        for (CompletableFuture<BurstResult> burst : bursts) {
            burst.get(60, TimeUnit.SECONDS);
        }
        queues.forEach(LegacyQueue::close);
        Map<String, String> passed = Map.copyOf(Seen.calls());
        for (Path mapper : line.mappers()) {
            for (Path file : files(mapper, ".waiting.json")) {
                compareCall(line, mapper, file, passed);
            }
        }
    }

    /** The application's mapper: Jackson moves times to UTC as it reads them, the other two do not. */
    private static ObjectMapper dialect(Path mapper) {
        JsonMapper.Builder json = JsonMapper.builder().findAndAddModules();
        boolean jackson = mapper.getFileName().toString().startsWith("Jackson");
        return jackson
                ? json.build()
                : json.disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                        .build();
    }

    private static String prefix(Line line, Path mapper) {
        return "wait-" + line.version() + "-" + mapper.getFileName();
    }

    private static LegacyKeys keys(Line line, Path mapper) {
        return LegacyKeys.under(prefix(line, mapper));
    }

    private void compareCall(Line line, Path mapper, Path file, Map<String, String> bound) throws Exception {
        String name = file.getFileName().toString().replace(".waiting.json", "");
        String call = mapper.getFileName() + "/" + name;
        Count count = count(line, mapper);
        Path passed = mapper.resolve(name + ".passed");
        String what = line.version() + " " + call;
        String ours = bound.get(call);
        String jobRunr = Files.exists(passed) ? Files.readString(passed) : "";
        if (ours == null) {
            String id = JobDocument.read(Files.readString(file)).id();
            String reason = redis.hget(keys(line, mapper).parked(), id);
            count.refused++;
            reports.add(what + ": " + (jobRunr.isEmpty() ? "neither could bind it: " : "refused: ") + reason);
            if (reason == null || !reason.contains("TURNOUT-0110 argument ")) {
                defects.add(what + ": not bound, and no reason names the argument: " + reason);
            }
        } else if (ours.equals(jobRunr)) {
            count.bound++;
        } else if (ours.equals(asEnqueued(name))) {
            count.exact++;
            reports.add(what + ": bound as it was enqueued; JobRunr itself "
                    + (jobRunr.isEmpty() ? "could not run it" : "passed " + Readers.oneLine(jobRunr)));
        } else if (Readers.sameInstant(jobRunr, ours)) {
            count.exact++;
            reports.add(
                    what + ": the same instant in UTC, by another name of the zone, as Jackson 2.16 and later say it");
        } else {
            defects.add(what + ": JobRunr passed " + Readers.oneLine(jobRunr) + ", the async worker "
                    + Readers.oneLine(ours));
        }
    }

    /** What the application passed when it put the job in. */
    private static String asEnqueued(String name) throws Exception {
        if (name.equals("request")) {
            new Loading.Handler().run(new Loading("original/request", Calls.ticket()));
        } else {
            Objects.requireNonNull(Calls.all("original/").get(name)).accept(new CorpusTasks());
        }
        return Seen.call("original/" + name);
    }

    /** What a line without Redis wrote is put in here. */
    private void putIn(Path mapper, LegacyKeys keys) throws Exception {
        for (Path file : files(mapper, ".waiting.json")) {
            String json = Files.readString(file);
            JobDocument job = JobDocument.read(json);
            if (redis.exists(keys.job(job.id())) == 0) {
                redis.set(keys.job(job.id()), json);
                redis.set(keys.version(job.id()), Integer.toString(job.version()));
                redis.zadd(keys.queue(StateName.ENQUEUED), job.updatedMicros(), job.id());
            }
        }
    }

    private static List<TaskDefinition> tasks() throws NoSuchMethodException {
        List<TaskDefinition> tasks = new ArrayList<>();
        for (Method method : CorpusTasks.class.getDeclaredMethods()) {
            if (java.lang.reflect.Modifier.isPublic(method.getModifiers())) {
                tasks.add(TaskDefinition.blocking(CorpusTasks.class, method, ""));
            }
        }
        tasks.add(TaskDefinition.blocking(
                Loading.Handler.class, Loading.Handler.class.getMethod("run", Loading.class), ""));
        return tasks;
    }

    private static Object bean(Class<?> type) {
        return type == CorpusTasks.class ? new CorpusTasks() : new Loading.Handler();
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static String name(Path file) {
        return folder.relativize(file).toString();
    }

    private void print() {
        System.out.println("[corpus] line mapper: documents, read, written, read back equal; arguments bound as JobRunr"
                + " does, as enqueued where JobRunr does otherwise, refused with the reason");
        counts.forEach((name, count) -> System.out.printf(
                "[corpus] %-14s %4d %4d %4d %4d; %3d %3d %3d%n",
                name,
                count.documents,
                count.read,
                count.written,
                count.equal,
                count.bound,
                count.exact,
                count.refused));
        reports.stream().distinct().forEach(report -> System.out.println("[corpus] " + report));
    }

    private static final class Count {
        int documents;
        int read;
        int written;
        int equal;
        int bound;
        int exact;
        int refused;
    }
}
