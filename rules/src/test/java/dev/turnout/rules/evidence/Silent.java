// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import dev.turnout.rules.Rule;
import dev.turnout.rules.Severity;
import dev.turnout.rules.TextReport;
import dev.turnout.rules.Violation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Released jars, or classes of them, whose async code was read and found clean. The rules must say nothing about
 * them above {@code info}, at any confidence.
 */
final class Silent {
    static final List<String> COLUMNS = List.of("artifact", "version", "classes", "reader", "read");

    /** Fewer async methods prove nothing. */
    static final int FEWEST = 10;

    private final Jars jars;
    private final Checks checks = Checks.ofJars();
    private final PrintStream out;

    Silent(Jars jars, PrintStream out) {
        this.jars = jars;
        this.out = out;
    }

    /** Whether all were silent. */
    boolean print(Path file, boolean findings) {
        List<Map<String, String>> rows = Sheet.read(file, COLUMNS).rows();
        jars.resolve(rows.stream().map(Silent::coordinates).toList());
        out.println(
                "| jar | classes read | classes in the jar | async methods read | async entries in the jar | types not resolved | above info |");
        out.println("|---|---|---:|---:|---:|---:|---:|");
        int loud = 0;
        List<String> bad = new ArrayList<>();
        for (Map<String, String> row : rows) {
            Optional<Jar> jar = jars.get(coordinates(row));
            if (jar.isEmpty()) {
                bad.add(coordinates(row) + " does not resolve");
                continue;
            }
            Place.Pattern pattern = new Place.Pattern(row.get("classes"));
            Optional<Report> checked = checks.of(jar.get());
            if (checked.isEmpty()) {
                bad.add("the rules fail on " + coordinates(row));
                continue;
            }
            Report report = checked.get();
            List<Violation> above = aboveInfo(report, pattern);
            long methods = asyncMethods(jar.get(), pattern);
            if (methods < FEWEST) {
                bad.add(coordinates(row) + " has " + methods + " async methods, fewer than " + FEWEST);
            }
            loud += above.isEmpty() ? 0 : 1;
            out.printf(
                    "| `%s` | `%s` | %d | %d | %d | %d | %d |%n",
                    coordinates(row),
                    row.get("classes").replace("|", "` `"),
                    report.counts().classes(),
                    methods,
                    report.counts().entries(),
                    report.counts().unresolvedTypes(),
                    above.size());
            if (findings) {
                above.forEach(v -> out.println(v.confidence() + " " + TextReport.of(v)));
            }
        }
        out.printf("%n%d of %d are silent.%n", rows.size() - loud - bad.size(), rows.size());
        bad.forEach(out::println);
        return loud == 0 && bad.isEmpty();
    }

    /** Errors and warnings of any confidence whose path comes through these classes. */
    static List<Violation> aboveInfo(Report report, Place.Pattern pattern) {
        return report.violations().stream()
                .filter(v -> isAboveInfo(v) && v.path().stream().anyMatch(f -> pattern.matches(f.className())))
                .toList();
    }

    private static long asyncMethods(Jar jar, Place.Pattern pattern) {
        try (ClassFiles classes = new ClassFiles(jar.file(), jar.classPath())) {
            return classes.asyncMethods(pattern);
        }
    }

    /** What the rules say of the check itself, such as a type that is not on the class path, has no place in the code. */
    private static boolean isAboveInfo(Violation violation) {
        boolean ofTheCheck = violation.rule() == Rule.TRN806 && violation.path().isEmpty();
        return !ofTheCheck && (violation.severity() == Severity.ERROR || violation.severity() == Severity.WARNING);
    }

    private static Coordinates coordinates(Map<String, String> row) {
        return Coordinates.of(row.get("artifact"), row.get("version"));
    }
}
