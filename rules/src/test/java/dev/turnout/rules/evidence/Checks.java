// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The rules' report on each jar, made once. */
final class Checks {
    private final Map<Coordinates, Optional<Report>> reports = new HashMap<>();
    private final Function<Jar, List<Path>> scope;

    private Checks(Function<Jar, List<Path>> scope) {
        this.scope = scope;
    }

    static Checks ofJars() {
        return new Checks(jar -> List.of(jar.file()));
    }

    /** Each jar with the others of its group that it needs. */
    static Checks ofCodeBases() {
        return new Checks(Jar::modules);
    }

    /** Empty if the check dies, which is told: it is a fault of the rules, and no silence. */
    Optional<Report> of(Jar jar) {
        return reports.computeIfAbsent(jar.coordinates(), any -> check(jar));
    }

    private Optional<Report> check(Jar jar) {
        try {
            return Optional.of(Rules.check(scope.apply(jar), jar.classPath()));
        } catch (RuntimeException | StackOverflowError e) {
            System.err.println("evidence: the rules fail on " + jar.coordinates() + ": " + e);
            return Optional.empty();
        }
    }

    int unresolvedTypes() {
        return reports.values().stream()
                .flatMap(Optional::stream)
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
