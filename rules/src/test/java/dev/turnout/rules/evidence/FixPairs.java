// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.Report;
import dev.turnout.rules.TextReport;
import dev.turnout.rules.Violation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the jars on both sides of each fix: what was mended must be found before, and not any more after. */
final class FixPairs {
    private final Jars jars;
    private final Checks checks;
    private final PrintStream out;

    FixPairs(Jars jars, PrintStream out) {
        this.jars = jars;
        this.checks = Checks.ofCodeBases();
        this.out = out;
    }

    /** @param texts whether each finding is printed in full, below the table */
    void print(List<Pair> pairs, boolean texts) {
        jars.resolve(pairs.stream()
                .flatMap(p -> Stream.of(p.beforeJar(), p.afterJar()))
                .toList());
        List<Outcome> eligible =
                outcomes("Fix pairs", pairs.stream().filter(Pair::eligible).toList());
        sums(eligible, pairs.stream().filter(Pair::eligible).toList());
        List<Pair> outside = pairs.stream().filter(p -> !p.eligible()).toList();
        List<Outcome> others = outside.isEmpty() ? List.of() : outcomes("Outside: the path begins elsewhere", outside);
        if (texts) {
            Stream.concat(eligible.stream(), others.stream()).forEach(this::text);
        }
    }

    private List<Outcome> outcomes(String title, List<Pair> pairs) {
        out.printf("%n%s%n%n", title);
        out.println("| id | jar | before | after | place | what waited | found before | as | left after |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        List<Outcome> all = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Pair pair : pairs) {
            Optional<Jar> before = jars.get(pair.beforeJar());
            Optional<Jar> after = jars.get(pair.afterJar());
            if (before.isEmpty() || after.isEmpty()) {
                faults.add(pair.id() + ": " + (before.isEmpty() ? pair.beforeJar() : pair.afterJar())
                        + " does not resolve");
                continue;
            }
            if (!checks.has(before.get(), pair)) {
                faults.add(pair.id() + ": none of " + pair.places() + " is in " + pair.beforeJar());
            }
            Optional<Report> told = checks.of(before.get());
            Optional<Report> later = checks.of(after.get());
            if (told.isEmpty() || later.isEmpty()) {
                faults.add(pair.id() + ": the rules fail on one of its jars");
                continue;
            }
            Outcome outcome = Outcome.of(pair, told.get(), later.get());
            all.add(outcome);
            out.println(row(outcome));
        }
        out.println();
        faults.forEach(fault -> out.println("- " + fault));
        return all;
    }

    private static String row(Outcome outcome) {
        Pair pair = outcome.pair();
        Place place = pair.places().get(0);
        return "| %s | `%s` | %s | %s | `%s.%s` | `%s` | %s | %s | %s |"
                .formatted(
                        pair.id(),
                        pair.artifact(),
                        pair.before(),
                        pair.after(),
                        place.className().substring(place.className().lastIndexOf('.') + 1),
                        place.method(),
                        String.join("` or `", pair.calls()),
                        outcome.before().word(),
                        outcome.found().map(v -> as(v, outcome.byFamily())).orElse(""),
                        outcome.left()
                                .map(v -> outcome.after().word() + ", " + as(v, false))
                                .orElse("-"));
    }

    private static String as(Violation violation, boolean byFamily) {
        return violation.rule().id() + (byFamily ? " (`" + violation.blockedCall() + "`)" : "");
    }

    private void sums(List<Outcome> outcomes, List<Pair> pairs) {
        long projects = pairs.stream().map(Pair::project).distinct().count();
        int all = pairs.size();
        out.printf("%n%d eligible pairs from %d projects; checked: %d.%n%n", all, projects, outcomes.size());
        out.println("| | pairs | of all | 95 % |");
        out.println("|---|---:|---:|---:|");
        sum("found at the gate", outcomes, o -> o.before() == Sight.GATE, all);
        sum("found as error or warning, any grade", outcomes, o -> o.before().isAboveInfo(), all);
        sum("found, info too", outcomes, o -> o.before() != Sight.NONE, all);
        sum("of these by the rule alone, with another call", outcomes, Outcome::byFamily, all);
        sum("silent after (no error, no warning, any grade)", outcomes, Outcome::isSilentAfter, all);
        sum("found at the gate, silent after", outcomes, o -> o.before() == Sight.GATE && o.isSilentAfter(), all);
        sum("found at any grade, silent after", outcomes, o -> o.before().isAboveInfo() && o.isSilentAfter(), all);
        sum("found, info too, silent after", outcomes, o -> o.before() != Sight.NONE && o.isSilentAfter(), all);
        out.println();
        out.println("| kind | pairs | gate | any grade | info too | silent after |");
        out.println("|---|---:|---:|---:|---:|---:|");
        outcomes.stream()
                .collect(Collectors.groupingBy(o -> o.pair().kind(), TreeMap::new, Collectors.toList()))
                .forEach((kind, of) -> out.printf(
                        "| %s | %d | %d | %d | %d | %d |%n",
                        kind,
                        of.size(),
                        count(of, o -> o.before() == Sight.GATE),
                        count(of, o -> o.before().isAboveInfo()),
                        count(of, o -> o.before() != Sight.NONE),
                        count(of, Outcome::isSilentAfter)));
        out.printf("%nTypes that were on no class path, in the sum of all jars: %d.%n", checks.unresolvedTypes());
    }

    private void sum(String what, List<Outcome> outcomes, Predicate<Outcome> which, int all) {
        long number = count(outcomes, which);
        out.printf("| %s | %d | %s | %s |%n", what, number, Wilson.percent(number, all), Wilson.of(number, all));
    }

    private static long count(List<Outcome> outcomes, Predicate<Outcome> which) {
        return outcomes.stream().filter(which).count();
    }

    private void text(Outcome outcome) {
        out.printf("%n== %s %s%n", outcome.pair().id(), outcome.pair().link());
        outcome.found().ifPresent(v -> out.println("before, " + v.confidence() + ": " + TextReport.of(v)));
        outcome.left().ifPresent(v -> out.println("after, " + v.confidence() + ": " + TextReport.of(v)));
    }
}
