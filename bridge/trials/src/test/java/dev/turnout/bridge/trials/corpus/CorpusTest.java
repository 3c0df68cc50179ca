// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.wire.Dialect;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.bridge.wire.RecurringDefinition;
import dev.turnout.bridge.wire.RecurringDialect;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.samples.redis.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Golden corpus: jobs and recurring definitions that JobRunr 5.3, 6.3, 7.5 and 8.7 write in their own processes to a real Redis,
 * 8.7 through our drop-in, with each of their mappers, in every state. We read each, append states as a worker does, and write it;
 * then the same JobRunr reads what we wrote. An async worker runs those that wait; a stock server of 7.5.3 runs what 8.7 wrote.
 * Prints a table, and what JobRunr itself cannot do.
 */
@Tag("redis")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {
    private static final Pattern STATE = Pattern.compile("\"state\":\"([A-Z]+)\"");
    private static final String PACKAGE = "org.jobrunr.utils.mapper.";
    private static final String DROP_IN = "7.5-drop-in";
    private static final List<String> MAPPERS = List.of(
            PACKAGE + "jackson.JacksonJsonMapper", PACKAGE + "gson.GsonJsonMapper", PACKAGE + "jsonb.JsonbJsonMapper");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private final Map<String, Count> counts = new TreeMap<>();
    private final List<String> defects = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<String> unwritten = new ArrayList<>();
    private @Nullable Line dropIn;
    private RedisProcess server;
    private RedisClient client;
    private RedisCommands<String, String> redis;

    @BeforeAll
    void write() throws Exception {
        server = RedisProcess.start();
        client = RedisClient.create(server.uri());
        redis = client.connect().sync();
        ClassPaths paths = ClassPaths.resolved();
        List<String> more = new ArrayList<>(MAPPERS);
        more.add(PACKAGE + "jackson3.Jackson3JsonMapper");
        lines.add(Line.start("8.7", paths.withDropIn("8.7"), folder, more, server.uri(), Store.DROP_IN_8));
        for (String version : List.of("7.5", "6.3", "5.3")) {
            lines.add(Line.start(version, paths.of(version), folder, MAPPERS, server.uri(), Store.STOCK));
        }
        List<Line> all = new ArrayList<>(lines);
        all.add(Line.start(DROP_IN, paths.withDropIn("7.5"), folder, MAPPERS, server.uri(), Store.DROP_IN_7));
        dropIn = all.get(all.size() - 1);
        all.forEach(Line::begun); // 7.5 goes on with what 8.7 has written
        for (Line line : all) {
            line.goOn();
        }
        all.forEach(Line::written);
        for (Line line : lines) {
            for (Path mapper : line.mappers()) {
                for (Path document : files(mapper, ".json")) {
                    rewrite(document, count(line, mapper));
                }
            }
        }
        for (Line line : all) {
            line.goOn();
        }
        all.forEach(Line::read);
    }

    @BeforeEach
    void forget() {
        defects.clear();
    }

    @AfterAll
    void stop() {
        print();
        lines.forEach(Line::close);
        if (dropIn != null) {
            dropIn.close();
        }
        client.shutdown(0, 1, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void everyDocumentIsReadAndWrittenBackWithoutADifference() throws Exception {
        for (Line line : lines) {
            for (Path mapper : line.mappers()) {
                compare(line, mapper, count(line, mapper));
            }
        }

        assertThat(unwritten).isEmpty();
        assertThat(defects).isEmpty();
        assertThat(counts)
                .hasSize(13)
                .allSatisfy((name, count) ->
                        assertThat(count.documents).as(name).isGreaterThan(60).isEqualTo(count.read));
    }

    @Test
    void everyArgumentIsBoundAsJobRunrDoesOrAsItWasEnqueued() throws Exception {
        for (Line line : lines) {
            bind(line);
        }

        assertThat(defects).isEmpty();
        assertThat(counts).hasSize(13).allSatisfy((name, count) -> {
            assertThat(count.bound + count.exact).as(name).isGreaterThan(22);
            assertThat(count.refused).as(name).isLessThanOrEqualTo(2);
        });
    }

    /** Its documents, its recurring jobs too, are ones that 7.5.3 reads, runs and makes instances of. */
    @Test
    void aStockServerOfSevenRunsWhatEightWroteAndDoesNotStop() throws Exception {
        Path eight = folder.resolve("8.7");
        for (Path mapper : line("8.7").mappers()) {
            Path seven = folder.resolve("7.5").resolve(inSeven(mapper));
            int same = 0;
            for (Path own : files(mapper, ".waiting.json")) {
                String call = own.getFileName().toString().replace(".waiting.json", "");
                String passed = text(mapper.resolve(call + ".passed-by-7.5"));
                String alike = text(seven.resolve(call + ".passed"));
                String eights = text(mapper.resolve(call + ".passed"));
                if (!passed.isEmpty() && (passed.equals(alike) || alike.isEmpty() && passed.equals(eights))) {
                    same++;
                } else if (passed.isEmpty() && alike.isEmpty()) {
                    reports.add(name(own) + ": JobRunr 7.5 cannot run it"
                            + (Files.exists(seven.resolve(call + ".waiting.json")) ? ", nor its own" : "")
                            + (eights.isEmpty() ? ", nor can 8.7" : ""));
                } else {
                    defects.add(name(own) + ": JobRunr 7.5 passed " + Readers.oneLine(passed) + ", of its own "
                            + Readers.oneLine(alike));
                }
            }
            System.out.println("[corpus] 8.7 " + mapper.getFileName() + ": a stock server of 7.5.3 ran " + same
                    + " jobs as it runs its own; " + String.join(", ", Files.readAllLines(mapper.resolve("elder"))));
            assertThat(mapper.resolve("elder")).content().isEqualTo("running true\nwaiting 0\nin hand 0\nrecurring 1");
            assertThat(mapper.resolve("recurring.passed-by-7.5")).exists();
            assertThat(mapper.resolve("due.passed-by-7.5")).exists();
            assertThat(same).as(eight.relativize(mapper).toString()).isGreaterThan(22);
        }
        assertThat(defects).isEmpty();
    }

    /** Through either drop-in the same is read as by the mapper alone, and 8.7 knows again who created a recurring job. */
    @Test
    void bothDropInsReadWhatEightHasStored() throws Exception {
        int jobs = 0;
        for (Path mapper : line("8.7").mappers()) {
            for (Path document : files(mapper, ".ran.json")) {
                assertThat(shape(document, ".jobrunr8")).isEqualTo(shape(document, ".shape"));
                assertThat(shape(document, ".jobrunr7")).isEqualTo(shape(document, ".7.5.shape"));
                jobs++;
            }
            List<Path> definitions = files(mapper, ".recurring.json");
            assertThat(definitions).hasSize(3);
            for (Path definition : definitions) {
                assertThat(definition).content().doesNotContain("createdBy");
                assertThat(Path.of(definition + ".jobrunr8")).content().contains("CreatedBy API");
                assertThat(Path.of(definition + ".jobrunr7"))
                        .content()
                        .isEqualTo(text(Path.of(definition + ".7.5.shape")));
            }
        }
        System.out.println("[corpus] 8.7: " + jobs + " stored jobs read alike through both drop-ins");
        assertThat(jobs).isGreaterThan(4 * 30);
    }

    /** What our provider for 7.5.3 stores is what JobRunr's own stores, but for ids and times. */
    @Test
    void theDropInForSevenWritesWhatStockSevenWrites() throws Exception {
        int same = 0;
        for (Path mapper : line("7.5").mappers()) {
            Path ours = folder.resolve(DROP_IN).resolve(Objects.requireNonNull(mapper.getFileName()));
            for (Path document : files(mapper, ".json")) {
                String name = document.getFileName().toString();
                if (name.matches("[^.]+\\.(waiting|ran|recurring)\\.json")) {
                    String stock = Masks.of(text(document));
                    String written = Masks.of(text(ours.resolve(name)));
                    if (written.equals(stock)) {
                        same++;
                    } else if (!name.equals("recurring.ran.json")
                            || states(written).equals(states(stock))) {
                        // instances of a schedule are made all the time, and one of the two may still be in hand
                        defects.add(name(document) + ": stock wrote\n" + stock + "\nthe drop-in\n" + written);
                    }
                }
            }
        }
        System.out.println(
                "[corpus] 7.5: " + same + " documents of the drop-in are those of stock, but for ids and times");
        assertThat(defects).isEmpty();
        assertThat(same).isGreaterThan(3 * 60);
    }

    private static List<String> states(String document) {
        return STATE.matcher(document).results().map(found -> found.group(1)).toList();
    }

    private static String shape(Path document, String ending) throws IOException {
        String shape = Masks.ofModules(text(Path.of(document + ending)));
        assertThat(shape).as(document + ending).isNotEmpty();
        return shape;
    }

    private Line line(String version) {
        return lines.stream()
                .filter(line -> line.version().equals(version))
                .findFirst()
                .orElseThrow();
    }

    private static Path inSeven(Path mapper) {
        return Path.of(mapper.getFileName().toString().replace("Jackson3", "Jackson"));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
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
                RecurringDefinition.read(before); // ours to run while no legacy server lives
                RecurringDialect dialect = RecurringDialect.inDialectOf7(before);
                RecurringDialect again = RecurringDialect.inDialectOf7(dialect.inDialectOf8());
                if (!dialect.creator().isEmpty() || !dialect.body().equals(before) || !again.equals(dialect)) {
                    unwritten.add(name(document) + ": is not in the dialect of 7, or not written back");
                }
                count.read++;
            } else {
                rewrite(document, before, JobDocument.read(before), count);
                count.read++;
            }
        } catch (UnreadableDocument unreadable) {
            unwritten.add(name(document) + ": " + unreadable.getMessage());
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
                    unwritten.add(
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
        Map<String, Dialect> queues = new LinkedHashMap<>();
        for (Path mapper : line.mappers()) {
            LegacyKeys keys = keys(line, mapper);
            redis.incr(keys.epoch());
            redis.hset(keys.routes(), "*", "100");
            queues.put(prefix(line, mapper), AsyncRun.dialect(mapper));
        }
        Map<String, String> passed = AsyncRun.of(client, queues);
        for (Path mapper : line.mappers()) {
            for (Path file : files(mapper, ".waiting.json")) {
                compareCall(line, mapper, file, passed);
            }
        }
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
        } else if (ours.equals(AsyncRun.asEnqueued(name))) {
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
