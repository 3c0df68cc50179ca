// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import dev.turnout.rules.Violation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Draws findings of the gate for judging: in turn one of each project, in an order that the seed alone decides. */
final class Sample {
    static final List<String> COLUMNS = List.of("project", "artifact", "version");

    private final Jars jars;
    private final PrintStream out;

    Sample(Jars jars, PrintStream out) {
        this.jars = jars;
        this.out = out;
    }

    Sheet draw(Path file, int number, long seed) {
        List<Map<String, String>> rows = Sheet.read(file, COLUMNS).rows();
        jars.resolve(rows.stream().map(Sample::coordinates).toList());
        Checks checks = Checks.ofJars();
        Map<String, List<Judged>> byProject = new TreeMap<>();
        out.println("| project | jar | classes | types not resolved | findings at the gate |");
        out.println("|---|---|---:|---:|---:|");
        for (Map<String, String> row : rows) {
            Optional<Jar> jar = jars.get(coordinates(row));
            if (jar.isEmpty()) {
                out.printf("| %s | `%s` | does not resolve | | |%n", row.get("project"), coordinates(row));
                continue;
            }
            Optional<Report> report = checks.of(jar.get());
            if (report.isEmpty()) {
                out.printf("| %s | `%s` | the rules fail | | |%n", row.get("project"), coordinates(row));
                continue;
            }
            List<Judged> found = gate(report.get(), jar.get().coordinates());
            var counts = report.get().counts();
            out.printf(
                    "| %s | `%s` | %d | %d | %d |%n",
                    row.get("project"), coordinates(row), counts.classes(), counts.unresolvedTypes(), found.size());
            byProject
                    .computeIfAbsent(row.get("project"), p -> new ArrayList<>())
                    .addAll(found);
        }
        List<Judged> drawn = draw(byProject, number, seed);
        long projects =
                byProject.values().stream().filter(found -> !found.isEmpty()).count();
        out.printf("%n%d drawn from %d projects with findings, seed=%d.%n", drawn.size(), projects, seed);
        return new Sheet(Judged.COLUMNS, drawn.stream().map(Judged::row).toList());
    }

    static List<Judged> draw(Map<String, List<Judged>> byProject, int number, long seed) {
        Random random = new Random(seed);
        List<Deque<Judged>> heaps = new ArrayList<>();
        new TreeMap<>(byProject).values().forEach(found -> {
            List<Judged> heap = new ArrayList<>(found);
            heap.sort(Comparator.comparing(j -> j.key().toString()));
            Collections.shuffle(heap, random);
            heaps.add(new ArrayDeque<>(heap));
        });
        List<Judged> drawn = new ArrayList<>();
        while (drawn.size() < number && heaps.stream().anyMatch(heap -> !heap.isEmpty())) {
            for (Deque<Judged> heap : heaps) {
                if (!heap.isEmpty() && drawn.size() < number) {
                    drawn.add(heap.removeFirst());
                }
            }
        }
        drawn.sort(Comparator.comparing(j -> j.key().toString()));
        return drawn;
    }

    /** What fails, less what is said of the check itself; the same key twice is one. */
    static List<Judged> gate(Report report, Coordinates jar) {
        Map<Judged.Key, Judged> found = new TreeMap<>(Comparator.comparing(Judged.Key::toString));
        report.violations().stream()
                .filter(Violation::fails)
                .filter(v -> !v.path().isEmpty())
                .map(v -> Judged.open(jar, v))
                .forEach(j -> found.putIfAbsent(j.key(), j));
        return List.copyOf(found.values());
    }

    private static Coordinates coordinates(Map<String, String> row) {
        return Coordinates.of(row.get("artifact"), row.get("version"));
    }
}
