// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the tests of one library showed.
 *
 * @param passed tests that succeeded
 * @param failed tests that did not: they asked for what is not there, or for time that the oracle takes
 * @param stageMethods methods with a body that return a stage
 * @param dropped waits that were not kept because there were too many different ones
 * @param elsewhere how many waits, by the call and the place, with the library in the stack but on no async path
 * @param noise waits on async paths that are none of the library's
 * @param kinds where the async paths of the others begin
 * @param recall those others, by place
 */
record LibraryResult(
        Library library,
        int passed,
        int failed,
        long stageMethods,
        long dropped,
        Map<String, Integer> elsewhere,
        Map<Noise, Integer> noise,
        Map<AsyncStack.Kind, Integer> kinds,
        Recall recall) {
    private static final int SHOWN = 40;

    /** The table, and each miss. */
    static String table(List<LibraryResult> results, Map<String, Judgement> judged) {
        StringBuilder text = new StringBuilder();
        text.append(
                "| library | tests passed, failed | stage methods | waits elsewhere | noise | places | judged noise |"
                        + " counted | found, all grades | at the gate | same line | path in the stack |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        Sums all = new Sums();
        for (LibraryResult one : results) {
            Sums sums = one.sums(judged, place -> true);
            all.add(sums);
            text.append("| %s | %d, %d | %d | %d | %d | %s |%n"
                    .formatted(
                            String.join(" ", one.library.checked()),
                            one.passed,
                            one.failed,
                            one.stageMethods,
                            one.waitsElsewhere(),
                            one.noise.values().stream().mapToInt(i -> i).sum(),
                            sums));
        }
        text.append("| **all** | | | | | %s |%n".formatted(all));
        text.append("\n| what waits | counted | found, all grades | at the gate |\n|---|---|---|---|\n");
        for (Wait wait : Wait.values()) {
            Sums sums = new Sums();
            results.forEach(one ->
                    sums.add(one.sums(judged, place -> Wait.of(place.hits().get(0)) == wait)));
            if (sums.places > 0) {
                text.append("| %s | %s |%n".formatted(wait.text(), sums.recall()));
            }
        }
        text.append("\nNoise by name (stacks):\n");
        for (Noise noise : Noise.values()) {
            text.append("- %s: %d (%s)%n"
                    .formatted(
                            noise.name().toLowerCase(Locale.ROOT),
                            results.stream()
                                    .mapToInt(r -> r.noise.getOrDefault(noise, 0))
                                    .sum(),
                            noise.why()));
        }
        text.append("\nMisses:\n");
        results.forEach(r -> r.recall
                .missed()
                .forEach(place -> text.append("- ")
                        .append(r.library.id())
                        .append(": ")
                        .append(place)
                        .append(r.verdict(place, judged))
                        .append('\n')));
        return text.toString();
    }

    private String verdict(Recall.Place place, Map<String, Judgement> judged) {
        Judgement judgement = judged.get(library.id() + " " + sinkOf(place));
        return judgement == null
                ? ": not judged"
                : ": " + (judgement.isNoise() ? "noise" : "true miss") + ", " + judgement.reason();
    }

    private static String sinkOf(Recall.Place place) {
        return place.sink().getClassName() + "." + Recall.methodOf(place.sink());
    }

    private Sums sums(Map<String, Judgement> judged, Predicate<Recall.Place> counts) {
        Sums sums = new Sums();
        for (Recall.Place place : recall.places().stream().filter(counts).toList()) {
            Judgement judgement = place.found() ? null : judged.get(library.id() + " " + sinkOf(place));
            sums.places++;
            if (judgement != null && judgement.isNoise()) {
                sums.noise++;
                continue;
            }
            sums.found += place.found() ? 1 : 0;
            sums.gate += place.foundAtTheGate() ? 1 : 0;
            sums.line += place.foundOnItsLine() ? 1 : 0;
            sums.path += place.pathExists() ? 1 : 0;
        }
        return sums;
    }

    private static final class Sums {
        private int places;
        private int noise;
        private int found;
        private int gate;
        private int line;
        private int path;

        void add(Sums other) {
            places += other.places;
            noise += other.noise;
            found += other.found;
            gate += other.gate;
            line += other.line;
            path += other.path;
        }

        private int counted() {
            return places - noise;
        }

        String recall() {
            return "%d | %d%s | %d%s"
                    .formatted(counted(), found, share(found, counted()), gate, share(gate, counted()));
        }

        @Override
        public String toString() {
            return "%d | %d | %s | %d | %d".formatted(places, noise, recall(), line, path);
        }

        private static String share(int part, int whole) {
            return whole == 0 ? "" : " (%.0f %%)".formatted(100.0 * part / whole);
        }
    }

    private int waitsElsewhere() {
        return elsewhere.values().stream().mapToInt(i -> i).sum();
    }

    /** One line, and one of figures. */
    String headline() {
        return "%s: passed %d, failed %d, dropped %d, elsewhere %d, noise %s, kinds %s%n%s"
                .formatted(library.id(), passed, failed, dropped, waitsElsewhere(), noise, kinds, recall.summary());
    }

    /** Each place with its stack and findings, misses first. */
    String details() {
        StringBuilder text = new StringBuilder(headline()).append("\n\n");
        recall.missed().forEach(place -> text.append(details("MISS ", place)));
        recall.places().stream().filter(Recall.Place::found).forEach(place -> text.append(details("found ", place)));
        elsewhere.forEach((place, times) -> text.append("elsewhere %d times: %s%n".formatted(times, place)));
        return text.toString();
    }

    private static String details(String title, Recall.Place place) {
        String stack = place.hits().get(0).stack().stream()
                .limit(SHOWN)
                .map(frame -> "    " + frame)
                .collect(Collectors.joining("\n"));
        String findings = place.findings().stream()
                .map(v -> "  " + v.rule().id() + " " + v.severity() + " " + v.confidence() + " " + v.entry() + " -> "
                        + v.blockedCall() + " " + v.place().place() + "\n")
                .distinct()
                .collect(Collectors.joining());
        return title + place + "\n" + findings + stack + "\n\n";
    }
}
