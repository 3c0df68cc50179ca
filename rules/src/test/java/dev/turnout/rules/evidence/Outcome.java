// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import dev.turnout.rules.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the rules say about a pair. Of several findings the nearest counts: in the place itself, on a path through it, on a
 * path that begins there, by the rule alone; of those that only begin there, one that is gone after the fix.
 *
 * @param found the nearest finding before the fix
 * @param byFamily whether it was met by its rule alone, and names another call than the one in the list
 * @param left the clearest finding of the same call in the same method after the fix, on a path through the same place
 */
record Outcome(Pair pair, Optional<Violation> found, boolean byFamily, Optional<Violation> left) {
    static Outcome of(Pair pair, Report before, Report after) {
        List<Violation> met = before.violations().stream().filter(pair::isMetBy).toList();
        Set<String> calls = met.stream().map(Outcome::what).collect(Collectors.toSet());
        List<Violation> same = after.violations().stream()
                .filter(v -> pair.isCallOf(v) || (pair.isMetBy(v) && calls.contains(what(v))))
                .toList();
        Set<String> later = same.stream().map(Outcome::where).collect(Collectors.toSet());
        Optional<Violation> best = met.stream()
                .min(Comparator.comparing(pair::nearness)
                        .thenComparing(v -> pair.nearness(v) == Nearness.ALSO_FROM && later.contains(where(v)))
                        .thenComparing(Sight::of));
        Optional<Violation> left = same.stream()
                .filter(v -> best.map(was -> where(was).equals(where(v))).orElse(true))
                .min(Comparator.comparing(Sight::of));
        return new Outcome(
                pair, best, best.filter(v -> !pair.isNamed(v.blockedCall())).isPresent(), left);
    }

    Sight before() {
        return found.map(Sight::of).orElse(Sight.NONE);
    }

    Sight after() {
        return left.map(Sight::of).orElse(Sight.NONE);
    }

    /** No error and no warning of any grade; where the finding was no more than info, none of that either. */
    boolean isSilentAfter() {
        return before() == Sight.INFO ? after() == Sight.NONE : !after().isAboveInfo();
    }

    /** The rule, and the method that holds the call. */
    private static String where(Violation violation) {
        List<Place> path = Pair.path(violation);
        return violation.rule().id() + " " + (path.isEmpty() ? "" : path.get(path.size() - 1));
    }

    private static String what(Violation violation) {
        return violation.rule().id() + " " + violation.blockedCall();
    }
}
