// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The accounts of all processes of a trial, read together. */
final class Book {
    private final Path folder;

    Book(Path folder) {
        this.folder = folder;
    }

    /** Every line so far, in the order of time. A line that a kill cut short is left out. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".tsv")).toList()) {
                String text = Files.readString(file);
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .map(Line::parse)
                        .forEach(lines::add);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        lines.sort(Comparator.comparingLong(Line::nanos));
        return lines;
    }

    List<Line> starts() {
        return lines().stream().filter(line -> line.what().equals("START")).toList();
    }

    long started(boolean async) {
        return starts().stream().filter(line -> line.isAsync() == async).count();
    }

    /** Starts of a task in one pool. */
    long started(boolean async, String task) {
        return starts().stream()
                .filter(line -> line.isAsync() == async && line.task().equals(task))
                .count();
    }

    /** The jobs that async workers have begun. */
    Set<String> begunByAsync() {
        return starts().stream().filter(Line::isAsync).map(Line::job).collect(Collectors.toSet());
    }

    Set<String> executed() {
        return starts().stream().map(Line::job).collect(Collectors.toSet());
    }

    /** Starts by job. */
    Map<String, List<Line>> runs() {
        return starts().stream().collect(Collectors.groupingBy(Line::job));
    }

    /** Jobs that were run more than once, at least once by an async worker. */
    long runTwiceWithAsync() {
        return runs().values().stream()
                .filter(runs -> runs.size() > 1 && runs.stream().anyMatch(Line::isAsync))
                .count();
    }

    /** Jobs that were run more than once, by legacy servers alone. */
    long runTwiceByLegacy() {
        return runs().values().stream()
                .filter(runs -> runs.size() > 1 && runs.stream().noneMatch(Line::isAsync))
                .count();
    }

    /** Jobs whose body {@code owner} has begun and not ended. */
    Set<String> heldBy(String owner) {
        Set<String> held = new HashSet<>();
        for (Line line : lines()) {
            if (line.owner().equals(owner)) {
                if (line.what().equals("START")) {
                    held.add(line.job());
                } else {
                    held.remove(line.job());
                }
            }
        }
        return held;
    }
}
