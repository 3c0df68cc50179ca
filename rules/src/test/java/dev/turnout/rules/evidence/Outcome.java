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
 * What the rules say about a pair.
 *
 * @param found the clearest finding before the fix
 * @param byFamily whether it was met by its rule alone, and names another call than the one in the list
 * @param left the clearest finding of the same call in the same method after the fix, on a path through the same place
 */
record Outcome(Pair pair, Optional<Violation> found, boolean byFamily, Optional<Violation> left) {
    static Outcome of(Pair pair, Report before, Report after) {
        List<Violation> met = before.violations().stream().filter(pair::isMetBy).toList();
        Optional<Violation> best =
                met.stream().min(Comparator.comparing(Sight::of).thenComparing(v -> !pair.isCall(v.blockedCall())));
        Set<String> calls = met.stream().map(Outcome::what).collect(Collectors.toSet());
        Optional<Violation> left = after.violations().stream()
                .filter(v -> pair.isCallOf(v) || (pair.isMetBy(v) && calls.contains(what(v))))
                .filter(v -> best.map(was -> sink(was).equals(sink(v))).orElse(true))
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

    /** The method that holds the call. */
    private static Optional<Place> sink(Violation violation) {
        List<Place> path = Pair.path(violation);
        return path.isEmpty() ? Optional.empty() : Optional.of(path.get(path.size() - 1));
    }

    private static String what(Violation violation) {
        return violation.rule().id() + " " + violation.blockedCall();
    }
}
