// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.TextReport;
import dev.turnout.rules.Violation;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What who judges has to read: each finding with its path, numbered as the rows of the list. */
final class ForJudges {
    private final PrintStream out;

    ForJudges(PrintStream out) {
        this.out = out;
    }

    void print(List<Judged> judged, Jars jars) {
        jars.resolve(judged.stream().map(j -> j.key().jar()).toList());
        Checks checks = Checks.ofJars();
        Map<Judged.Key, Violation> told = new HashMap<>();
        judged.stream()
                .map(j -> j.key().jar())
                .distinct()
                .map(jars::get)
                .flatMap(Optional::stream)
                .forEach(jar -> checks.of(jar)
                        .ifPresent(report ->
                                report.violations().forEach(v -> told.put(Judged.Key.of(jar.coordinates(), v), v))));
        for (int i = 0; i < judged.size(); i++) {
            Judged.Key key = judged.get(i).key();
            Violation violation = told.get(key);
            out.printf("%n== %d %s%n", i + 1, key.jar());
            if (violation != null) {
                out.println(TextReport.of(violation));
                continue;
            }
            out.println("not told any more: " + key);
            told.entrySet().stream()
                    .filter(other -> isSamePlace(other.getKey(), key))
                    .findFirst()
                    .ifPresent(other -> out.println("but: " + TextReport.of(other.getValue())));
        }
    }

    /** Whether two findings differ in where their paths begin alone. */
    private static boolean isSamePlace(Judged.Key one, Judged.Key other) {
        return one.jar().equals(other.jar())
                && one.rule() == other.rule()
                && one.sink().equals(other.sink())
                && one.blocked().equals(other.blocked())
                && one.line() == other.line();
    }
}
