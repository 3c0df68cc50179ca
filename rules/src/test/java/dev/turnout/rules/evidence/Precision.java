// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How many of the judged findings are true, of those that the rules still tell. */
final class Precision {
    private final PrintStream out;

    Precision(PrintStream out) {
        this.out = out;
    }

    /** The judged findings with the grade of today's report, after Maven has brought the jars. */
    static Compared compare(List<Judged> judged, Jars jars) {
        jars.resolve(judged.stream().map(j -> j.key().jar()).toList());
        Checks checks = Checks.ofJars();
        Map<Judged.Key, Judged> present = new HashMap<>();
        judged.stream()
                .map(j -> j.key().jar())
                .distinct()
                .map(jars::get)
                .flatMap(Optional::stream)
                .flatMap(jar -> checks.of(jar).stream().flatMap(r -> Sample.gate(r, jar.coordinates()).stream()))
                .forEach(j -> present.put(j.key(), j));
        return compare(judged, present);
    }

    static Compared compare(List<Judged> judged, Map<Judged.Key, Judged> present) {
        List<Judged> told = new ArrayList<>();
        List<Judged> stale = new ArrayList<>();
        for (Judged one : judged) {
            Judged now = present.get(one.key());
            if (now == null) {
                stale.add(one);
            } else {
                told.add(new Judged(one.key(), now.confidence(), one.verdict(), one.reason(), one.judge()));
            }
        }
        return new Compared(told, stale);
    }

    void print(Compared compared) {
        List<Judged> told = compared.told().stream()
                .filter(j -> j.verdict() != Judged.Verdict.OPEN)
                .toList();
        out.println("| | judged | true | not sure | false | precision | 95 % |");
        out.println("|---|---:|---:|---:|---:|---:|---:|");
        row("all", told);
        by(told, j -> j.confidence().name().toLowerCase(java.util.Locale.ROOT));
        by(told, j -> j.key().rule().id());
        by(told, j -> "`" + j.key().module() + "`");
        long open = compared.told().size() - told.size();
        out.printf("%nNot judged yet: %d. Not sure counts as false.%n", open);
        out.printf(
                "Not told any more: %d, of which judged true %d, false %d.%n",
                compared.stale().size(),
                count(compared.stale(), Judged.Verdict.TRUE),
                count(compared.stale(), Judged.Verdict.FALSE));
        compared.stale().forEach(j -> out.println("- " + j.verdict().text() + " " + j.key()));
    }

    private void by(List<Judged> judged, Function<Judged, String> group) {
        judged.stream()
                .collect(Collectors.groupingBy(group, TreeMap::new, Collectors.toList()))
                .forEach(this::row);
    }

    private void row(String name, List<Judged> judged) {
        long right = count(judged, Judged.Verdict.TRUE);
        out.printf(
                "| %s | %d | %d | %d | %d | %s | %s |%n",
                name,
                judged.size(),
                right,
                count(judged, Judged.Verdict.UNSURE),
                count(judged, Judged.Verdict.FALSE),
                Wilson.percent(right, judged.size()),
                Wilson.of(right, judged.size()));
    }

    private static long count(List<Judged> judged, Judged.Verdict verdict) {
        return judged.stream().filter(j -> j.verdict() == verdict).count();
    }

    /**
     * @param told what today's report still has, at the gate
     * @param stale what it has not
     */
    record Compared(List<Judged> told, List<Judged> stale) {}
}
