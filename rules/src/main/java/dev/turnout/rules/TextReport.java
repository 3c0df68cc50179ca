// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes findings for a person: what waits, the way there, why it must not, and the mend. */
public final class TextReport {
    private static final int NAME_WIDTH = 44;

    private TextReport() {}

    /** All errors and warnings that are at least likely, and one line with the sums. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        report.violations().stream()
                .filter(v -> v.severity() != Severity.INFO && v.confidence() != Confidence.POSSIBLE)
                .forEach(v -> text.append(of(v)).append('\n'));
        text.append(summary(report)).append('\n');
        long guesses = report.violations().stream()
                .filter(v -> v.severity() != Severity.INFO && v.confidence() == Confidence.POSSIBLE)
                .count();
        if (guesses > 0) {
            text.append(guesses).append(" more are only possible and not shown\n");
        }
        return text.toString();
    }

    /** One finding. */
    public static String of(Violation violation) {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s %s: %s".formatted(violation.rule().id(), violation.rule().title(), violation.blockedCall()));
        if (!violation.path().isEmpty()) {
            text.append(violation.rule().reach() == Reach.PLACE ? " in " : " is reached from ")
                    .append(violation.entry());
        }
        text.append(label(violation)).append('\n');
        List<Frame> path = violation.path();
        for (int i = 0; i < path.size(); i++) {
            Frame frame = path.get(i);
            String name = (i == path.size() - 1 ? "  > " : "    ") + frame.name();
            String role = frame.role().isEmpty() ? "" : "  " + frame.role();
            text.append("%%-%ds %%s%%s%n".formatted(NAME_WIDTH).formatted(name, frame.place(), role));
        }
        text.append("  because ").append(violation.because()).append('\n');
        text.append("  mend: ").append(violation.fix()).append('\n');
        if (violation.entryIsTask()) {
            violation
                    .rule()
                    .recipe()
                    .ifPresent(
                            recipe -> text.append("  recipe: ").append(recipe).append('\n'));
        }
        if (violation.otherEntries() > 0) {
            text.append("  and on ")
                    .append(violation.otherEntries())
                    .append(violation.otherEntries() == 1 ? " more async path\n" : " more async paths\n");
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /** {@code 3 findings fail in 2 tasks; 41 classes, 12 tasks (9 composed, 3 facade)}. */
    public static String summary(Report report) {
        Counts counts = report.counts();
        long failing = report.tasks().stream().filter(t -> t.violations() > 0).count();
        String lanes = report.tasks().stream()
                .collect(Collectors.groupingBy(Task::lane, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        int failures = report.failures().size();
        return "%s in %d tasks; checked %d classes, %d async entries, %d tasks%s"
                .formatted(
                        failures == 0
                                ? "nothing fails"
                                : failures == 1 ? "1 finding fails" : failures + " findings fail",
                        failing,
                        counts.classes(),
                        counts.entries(),
                        report.tasks().size(),
                        lanes.isEmpty() ? "" : " (" + lanes + ")");
    }

    private static String label(Violation violation) {
        if (violation.fails()) {
            return violation.confidence() == Confidence.CERTAIN ? "" : "  [likely]";
        }
        return violation.severity() == Severity.ERROR
                ? "  [possible, does not fail]"
                : "  [" + violation.severity().name().toLowerCase(Locale.ROOT) + "]";
    }
}
