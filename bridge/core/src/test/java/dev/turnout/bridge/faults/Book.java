// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All ledgers of a test, read together. */
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

    long count(String what) {
        return lines().stream().filter(line -> line.what().equals(what)).count();
    }

    /** How often each job was seen with {@code what}. */
    Map<String, Integer> timesOf(String what) {
        Map<String, Integer> times = new HashMap<>();
        lines().stream()
                .filter(line -> line.what().equals(what))
                .forEach(line -> times.merge(line.job(), 1, Integer::sum));
        return times;
    }

    /** Jobs that {@code owner} has started and whose end it had not heard of when it wrote its last line. */
    Set<String> heldBy(String owner) {
        Set<String> held = new HashSet<>();
        for (Line line : lines()) {
            if (line.owner().equals(owner)) {
                if (line.what().equals("START")) {
                    held.add(line.job());
                } else if (!line.what().equals("BODY") && !line.what().startsWith("BLOCKED")) {
                    held.remove(line.job());
                }
            }
        }
        return held;
    }

    /** Times in milliseconds from {@code moment} to the next start of each of {@code jobs}, in order of size. */
    List<Long> restartedAfter(long moment, Collection<String> jobs) {
        Map<String, Long> first = new HashMap<>();
        lines().stream()
                .filter(line -> line.what().equals("START") && line.nanos() > moment && jobs.contains(line.job()))
                .forEach(line -> first.putIfAbsent(line.job(), (line.nanos() - moment) / 1_000_000));
        return first.values().stream().sorted().collect(Collectors.toCollection(ArrayList::new));
    }

    /** Starts of jobs beyond the first one: what was run again, whether it had done its work before or not. */
    int duplicates() {
        return timesOf("START").values().stream().mapToInt(times -> times - 1).sum();
    }
}
