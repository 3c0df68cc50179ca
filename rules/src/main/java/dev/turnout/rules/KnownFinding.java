// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;

/**
 * One line of a {@link Baseline}: findings of one kind in one place that were there before.
 *
 * @param rule id of the rule
 * @param entry where the async path begins, as in {@link StableNames#entry()}
 * @param call what waits, as in {@link Violation#blockedCall()}
 * @param place the method that holds the call, as {@code com.acme.Shelf#first}
 * @param count how many there are, at least 1
 * @param since the day on which they were taken in
 * @param until the last day on which they are let through; empty for no end
 * @param reason why they are let through
 */
public record KnownFinding(
        String rule,
        String entry,
        String call,
        String place,
        int count,
        LocalDate since,
        Optional<LocalDate> until,
        String reason)
        implements Comparable<KnownFinding> {
    private static final Comparator<KnownFinding> ORDER = Comparator.comparing(KnownFinding::rule)
            .thenComparing(KnownFinding::entry)
            .thenComparing(KnownFinding::call)
            .thenComparing(KnownFinding::place)
            .thenComparing(KnownFinding::since)
            .thenComparing(known -> known.until().orElse(LocalDate.MAX))
            .thenComparing(KnownFinding::reason)
            .thenComparing(KnownFinding::count);

    static KnownFinding of(Violation finding, LocalDate since, Optional<LocalDate> until, String reason) {
        return new KnownFinding(
                finding.rule().id(),
                finding.stable().entry(),
                finding.blockedCall(),
                finding.home(),
                1,
                since,
                until,
                reason);
    }

    boolean isExpired(LocalDate today) {
        return until.filter(last -> last.isBefore(today)).isPresent();
    }

    boolean isPathOf(Violation finding) {
        return rule.equals(finding.rule().id())
                && entry.equals(finding.stable().entry())
                && call.equals(finding.blockedCall());
    }

    boolean isPlaceOf(Violation finding) {
        return rule.equals(finding.rule().id()) && place.equals(finding.home()) && call.equals(finding.blockedCall());
    }

    /** Whether the method of this may be that of {@code finding}, renamed in its class or moved to another one. */
    boolean mayBeNow(Violation finding) {
        String now = finding.home();
        int mine = place.indexOf('#');
        int its = now.indexOf('#');
        return place.substring(0, mine).equals(now.substring(0, its))
                || place.substring(mine).equals(now.substring(its));
    }

    KnownFinding times(int number) {
        return new KnownFinding(rule, entry, call, place, number, since, until, reason);
    }

    /** The same promise for {@code finding}, which this line was found to mean. */
    KnownFinding movedTo(Violation finding) {
        return of(finding, since, until, reason);
    }

    @Override
    public int compareTo(KnownFinding other) {
        return ORDER.compare(this, other);
    }
}
