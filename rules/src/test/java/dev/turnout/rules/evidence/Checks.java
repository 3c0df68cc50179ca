// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules' report on each jar, made once. */
final class Checks {
    private final Map<Coordinates, Report> reports = new HashMap<>();

    Report of(Jar jar) {
        return reports.computeIfAbsent(jar.coordinates(), any -> Rules.check(List.of(jar.file()), jar.classPath()));
    }

    int unresolvedTypes() {
        return reports.values().stream()
                .mapToInt(r -> r.counts().unresolvedTypes())
                .sum();
    }

    /** Whether the jar has one of the places: else the list names what is not there. */
    boolean has(Jar jar, Pair pair) {
        try (ClassFiles classes = new ClassFiles(jar.file(), jar.classPath())) {
            return pair.places().stream().anyMatch(p -> classes.has(p.className(), p.method()));
        }
    }
}
