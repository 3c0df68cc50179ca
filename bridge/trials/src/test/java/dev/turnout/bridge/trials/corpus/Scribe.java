// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.JsonMapper;

/**
 * One line of JobRunr, in a process of its own: writes jobs and recurring definitions with each of its mappers, and later reads
 * what was made of them. Arguments: a folder, the names of mapper classes parted by commas, the address of a Redis, and which
 * provider of the {@link Store}'s. It says {@code BEGUN} and waits for a line; says {@code WRITTEN} and waits for a line; reads, and
 * says {@code READ}.
 *
 * <p>That of stock 7.5 has servers on what 8.7 wrote, too.
 */
final class Scribe {
    private static final String SEVEN = "7.5";
    private static final String EIGHT = "8.7";
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int UUID_CHARS = 36;

    private Scribe() {}

    public static void main(String[] arguments) {
        int exit = 1;
        try {
            work(Path.of(arguments[0]), List.of(arguments[1].split(",")), arguments[2], arguments[3]);
            exit = 0;
        } catch (Exception | LinkageError failed) {
            failed.printStackTrace();
        }
        Runtime.getRuntime().halt(exit); // servers and clients of three mappers would take half a minute to go
    }

    private static void work(Path folder, List<String> mappers, String redis, String provider) throws Exception {
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Pen> pens = new ArrayList<>();
        for (String mapper : mappers) {
            String name = mapper.substring(mapper.lastIndexOf('.') + 1).replace("JsonMapper", "");
            Path own = Files.createDirectories(folder.resolve(name));
            pens.add(new Pen(name, mapper(mapper), own, redis, provider));
        }
        List<Pen> begun = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> watched = CompletableFuture.runAsync(() -> watch(begun, pens.size()));
        for (Pen pen : pens) {
            pen.begin();
            begun.add(pen);
            if (folder.endsWith(EIGHT)) {
                pen.forSeven();
            }
        }
        say("BEGUN");
        words.readLine();
        List<Elder> elders = new ArrayList<>();
        if (folder.endsWith(SEVEN)) {
            for (Path written : mappersOf(folder.resolveSibling(EIGHT))) {
                elders.add(Elder.start(written, own(pens, written), redis));
            }
        }
        watched.join();
        for (Pen pen : pens) {
            pen.end();
        }
        for (Elder elder : elders) {
            elder.end();
        }
        say("WRITTEN");
        words.readLine();
        for (Pen pen : pens) {
            read(pen.folder(), pen.mapper(), ".shape");
        }
        if (folder.endsWith(SEVEN)) { // an application keeps its jobs when it takes another JobRunr
            for (String other : List.of("5.3", "6.3", EIGHT)) {
                for (Path written : mappersOf(folder.resolveSibling(other))) {
                    read(written, own(pens, written).mapper(), "." + SEVEN + ".shape");
                }
            }
        }
        if (!provider.equals(Store.STOCK)) {
            for (Path written : mappersOf(folder.resolveSibling(EIGHT))) {
                throughDropIn(written, own(pens, written), redis, provider);
            }
        }
        say("READ");
    }

    private static void watch(List<Pen> begun, int all) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Set<Pen> done = new HashSet<>();
        try {
            while (done.size() < all && System.nanoTime() < until) {
                for (Pen pen : begun) {
                    if (!done.contains(pen) && pen.watched()) {
                        done.add(pen);
                    }
                }
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }

    private static List<Path> mappersOf(Path line) throws IOException {
        try (Stream<Path> folders = Files.list(line)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** With the same mapper, or that of Jackson 2 for Jackson 3, which 7.5 has not. */
    private static Pen own(List<Pen> pens, Path written) {
        String name = written.getFileName().toString();
        return with(pens, name)
                .or(() -> with(pens, name.replace("Jackson3", "Jackson")))
                .orElseThrow();
    }

    private static Optional<Pen> with(List<Pen> pens, String name) {
        return pens.stream().filter(pen -> pen.folder().endsWith(name)).findFirst();
    }

    /** What 8.7 has stored, through our provider for this line. */
    private static void throughDropIn(Path written, Pen pen, String redis, String provider) throws IOException {
        String end = "." + provider.replaceAll(".*\\.(jobrunr.)\\..*", "$1");
        Store desk = new Store(provider, redis, "desk" + end + "-" + written.getFileName(), pen.mapper());
        try (Stream<Path> files = Files.list(written)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".ran.json")).toList()) {
                UUID id = idIn(file);
                desk.lay(id, Files.readString(file)); // the job itself may have gone on
                String shape = String.join("\n", Shape.of("job", desk.provider().getJobById(new JobId(id))));
                Pen.write(Path.of(file + end), shape);
            }
        }
        Store store = new Store(provider, redis, Pen.runPrefix(written), pen.mapper());
        for (RecurringJob job : store.provider().getRecurringJobs()) {
            Pen.write(written.resolve(job.getId() + ".recurring.json" + end), String.join("\n", Shape.of("job", job)));
        }
    }

    private static UUID idIn(Path file) throws IOException {
        String json = Files.readString(file);
        int at = json.indexOf("\"id\":\"") + "\"id\":\"".length();
        return UUID.fromString(json.substring(at, at + UUID_CHARS));
    }

    static JsonMapper mapper(String type) throws ReflectiveOperationException {
        return (JsonMapper) Class.forName(type).getConstructor().newInstance();
    }

    private static void read(Path folder, JobMapper mapper, String end) throws IOException {
        List<Path> documents;
        try (Stream<Path> files = Files.list(folder)) {
            documents = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path document : documents) {
            String json = Files.readString(document);
            boolean recurring = document.toString().contains(".recurring.");
            try {
                Object read = recurring ? mapper.deserializeRecurringJob(json) : mapper.deserializeJob(json);
                Pen.write(Path.of(document + end), String.join("\n", Shape.of("job", read)));
            } catch (RuntimeException | LinkageError refused) {
                Pen.write(Path.of(document + end + ".refused"), Pen.words(refused));
            }
        }
    }
}
