// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Which findings the lines of a baseline mean: first those with the same rule, entry, call and method; then those with the
 * same rule, entry and call whose method was renamed in its class, or moved to another one under its name, or has given the
 * call to a method that it calls; then, since the nearest entry to a call may become another one, those with the same rule,
 * call and method. A task is no such entry: one that newly meets an old call is a new finding. Nor does a line whose method
 * is gone mean what waits in another class under another name.
 */
final class Matching {
    private final Map<KnownFinding, Integer> left = new LinkedHashMap<>();
    /** By identity: two findings of one line may be equal. */
    private final Map<Violation, KnownFinding> met = new IdentityHashMap<>();

    private final LocalDate today;
    private List<Violation> unmet = List.of();

    Matching(List<KnownFinding> lines, LocalDate today) {
        lines.forEach(line -> left.put(line, line.count()));
        this.today = today;
    }

    Baseline.Compared compare(Path file, Report report) {
        unmet = report.violations().stream()
                .filter(Baseline::hasPlace)
                .sorted(Comparator.comparing(finding -> !finding.fails()))
                .toList();
        take((line, finding) -> line.isPathOf(finding) && line.isPlaceOf(finding));
        take((line, finding) -> line.isPathOf(finding)
                && (finding.stable().steps().contains(line.place())
                        || (!report.places().contains(line.place()) && line.mayBeNow(finding))));
        take((line, finding) -> !finding.entryIsTask() && line.isPlaceOf(finding));

        List<Violation> failing = report.failures();
        List<Violation> known = failing.stream()
                .filter(finding -> met.containsKey(finding) && !met.get(finding).isExpired(today))
                .toList();
        List<KnownFinding> expired = failing.stream()
                .filter(finding -> met.containsKey(finding) && met.get(finding).isExpired(today))
                .map(met::get)
                .distinct()
                .toList();
        List<KnownFinding> rest = new ArrayList<>();
        met.forEach((finding, line) -> rest.add(line.movedTo(finding)));
        List<KnownFinding> fixed = left.entrySet().stream()
                .filter(line -> line.getValue() > 0)
                .map(line -> line.getKey().times(line.getValue()))
                .toList();
        return new Baseline.Compared(
                report.without(known), known, fixed, expired, Optional.of(Baseline.rest(file, rest)));
    }

    private void take(BiPredicate<KnownFinding, Violation> means) {
        List<Violation> still = new ArrayList<>();
        for (Violation finding : unmet) {
            Optional<KnownFinding> line = left.entrySet().stream()
                    .filter(e -> e.getValue() > 0 && means.test(e.getKey(), finding))
                    .map(Map.Entry::getKey)
                    .findFirst();
            line.ifPresentOrElse(
                    found -> {
                        left.merge(found, -1, Integer::sum);
                        met.put(finding, found);
                    },
                    () -> still.add(finding));
        }
        unmet = still;
    }
}
