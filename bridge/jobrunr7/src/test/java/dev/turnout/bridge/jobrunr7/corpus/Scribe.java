// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.JsonMapper;

/**
 * One line of JobRunr, in a process of its own: writes jobs and recurring definitions with each of its mappers, and later reads
 * what was made of them. Arguments: a folder, the names of mapper classes parted by commas, and the address of a Redis, or
 * nothing for a line that has no provider for Redis. It says {@code WRITTEN}, waits for a line, reads, says {@code READ}.
 */
final class Scribe {
    private Scribe() {}

    public static void main(String[] arguments) {
        int exit = 1;
        try {
            work(arguments);
            exit = 0;
        } catch (Exception | LinkageError failed) {
            failed.printStackTrace();
        }
        Runtime.getRuntime().halt(exit); // servers and clients of three mappers would take half a minute to go
    }

    private static void work(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<String> mappers = List.of(arguments[1].split(","));
        String redis = arguments.length > 2 ? arguments[2] : "";
        List<Pen> pens = new java.util.ArrayList<>();
        for (String mapper : mappers) {
            String name = mapper.substring(mapper.lastIndexOf('.') + 1).replace("JsonMapper", "");
            Path own = Files.createDirectories(folder.resolve(name));
            pens.add(new Pen(name, mapper(mapper), own, redis));
        }
        for (Pen pen : pens) {
            pen.begin();
        }
        for (Pen pen : pens) {
            pen.end();
        }
        System.out.println("WRITTEN");
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        for (Pen pen : pens) {
            read(pen.folder(), pen.mapper(), ".shape");
            for (Path other : others(folder, pen)) {
                read(other, pen.mapper(), "." + folder.getFileName() + ".shape");
            }
        }
        System.out.println("READ");
        System.out.flush();
    }

    /** For 7.5: what other lines wrote with the same mapper; an application keeps its jobs when it takes another JobRunr. */
    private static List<Path> others(Path folder, Pen pen) throws IOException {
        if (!folder.endsWith("7.5")) {
            return List.of();
        }
        try (Stream<Path> lines = Files.list(folder.resolveSibling("."))) {
            return lines.filter(line -> !line.getFileName().equals(folder.getFileName()))
                    .map(line -> line.resolve(pen.folder().getFileName()))
                    .filter(Files::isDirectory)
                    .toList();
        }
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
