// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Frame;
import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import dev.turnout.rules.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules' report on each jar, made once. */
final class Checks {
    private final Map<Coordinates, Optional<Report>> reports = new HashMap<>();

    /** Empty if the check dies, which is told: it is a fault of the rules, and no silence. */
    Optional<Report> of(Jar jar) {
        return reports.computeIfAbsent(jar.coordinates(), any -> check(jar));
    }

    private static Optional<Report> check(Jar jar) {
        try {
            return Optional.of(named(Rules.check(List.of(jar.file()), jar.classPath()), jar));
        } catch (RuntimeException | StackOverflowError e) {
            System.err.println("evidence: the rules fail on " + jar.coordinates() + ": " + e);
            return Optional.empty();
        }
    }

    /** Places in nested lambdas of JDK 8 are named by the method around them, as all others are. */
    private static Report named(Report report, Jar jar) {
        if (report.violations().stream().flatMap(v -> v.path().stream()).noneMatch(Checks::isNameless)) {
            return report;
        }
        try (ClassFiles classes = new ClassFiles(jar.file(), jar.classPath())) {
            List<Violation> all = report.violations().stream()
                    .map(v -> new Violation(
                            v.rule(),
                            v.severity(),
                            v.confidence(),
                            v.entry(),
                            v.entryIsTask(),
                            v.blockedCall(),
                            named(v.place(), classes),
                            v.path().stream().map(f -> named(f, classes)).toList(),
                            v.because(),
                            v.fix(),
                            v.otherEntries()))
                    .toList();
            return new Report(all, report.counts(), report.tasks());
        }
    }

    private static Frame named(Frame frame, ClassFiles classes) {
        if (!isNameless(frame)) {
            return frame;
        }
        String name = classes.enclosing(frame.className(), frame.line()).orElse(frame.methodName());
        return new Frame(frame.className(), name, frame.fileName(), frame.line(), frame.role());
    }

    private static boolean isNameless(Frame frame) {
        return frame.methodName().equals("null");
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
