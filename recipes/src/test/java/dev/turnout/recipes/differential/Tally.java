// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what became of the programs of a range of seeds. */
final class Tally {
    /** What may be said of any program that is not converted, as long as few are. */
    private static final Set<String> GENERAL = Set.of("NOT_PROVABLE", "NO_ASYNC_FORM");

    private int programs;
    private int malformed;
    private int supported;
    private int composed;
    private int natively;
    private long runs;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<Integer, Integer> rows = new TreeMap<>();
    private final Map<Nesting, Integer> nestings = new TreeMap<>();
    private final List<Batch.Result> wrong = new ArrayList<>();
    private final List<String> oddReasons = new ArrayList<>();

    void add(Batch.Result result) {
        programs++;
        if (result.malformed() != null) {
            malformed++;
            return;
        }
        boolean isSupported = result.program().refusals().isEmpty();
        supported += isSupported ? 1 : 0;
        if (result.wrong()) {
            wrong.add(result);
        } else if (result.composed()) {
            composed++;
            natively +=
                    isSupported && (result.offloads() == 0 || result.program().offloads()) ? 1 : 0;
            Shapes shapes = Shapes.of(result.program());
            shapes.rows().forEach(row -> rows.merge(row, 1, Integer::sum));
            shapes.nestings().forEach(nesting -> nestings.merge(nesting, 1, Integer::sum));
        } else {
            String reason = result.verdict() == null
                    ? "no verdict"
                    : result.verdict().reason().name();
            refused.merge(reason, 1, Integer::sum);
            if (!GENERAL.contains(reason) && !result.program().refusals().contains(reason)) {
                oddReasons.add(result.program().seed() + " " + reason);
            }
        }
    }

    void addRuns(long more) {
        runs += more;
    }

    List<Batch.Result> wrong() {
        return wrong;
    }

    /** Refusals for a reason that nothing in the program gives. */
    List<String> oddReasons() {
        return oddReasons;
    }

    int programs() {
        return programs;
    }

    int malformed() {
        return malformed;
    }

    int composed() {
        return composed;
    }

    /** How many of a hundred programs inside the supported set are converted, with stages alone but for transactions. */
    double nativeShare() {
        return 100.0 * natively / Math.max(1, supported);
    }

    Map<Integer, Integer> rows() {
        return rows;
    }

    Map<Nesting, Integer> nestings() {
        return nestings;
    }

    /** The cells of a line in the file of tallies, behind date and seeds. */
    List<String> cells() {
        return List.of(
                String.valueOf(programs),
                String.valueOf(malformed),
                String.valueOf(supported),
                String.valueOf(composed),
                String.valueOf(natively),
                String.valueOf(wrong.size()),
                String.valueOf(oddReasons.size()),
                String.valueOf(runs),
                text(refused),
                text(rows),
                text(nestings));
    }

    private static String text(Map<?, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return "programs " + programs + " (malformed, not counted: " + malformed + "), runs " + runs
                + "\nconverted " + composed
                + "\ninside the supported set " + supported + ", of these with stages alone " + natively
                + String.format(" (%.1f %%)", nativeShare())
                + "\nrefused " + text(refused)
                + "\nrefused for a reason that nothing in the program gives " + oddReasons
                + "\ndifferences " + wrong.size()
                + "\nconverted programs with row " + text(rows)
                + "\nconverted programs with nesting " + text(nestings)
                + "\nnestings that Java does not allow (a statement stands in an expression only by a switch with a value, 6) "
                + Nesting.IMPOSSIBLE
                + "\nnestings not seen "
                + Nesting.POSSIBLE.stream()
                        .filter(one -> !nestings.containsKey(one))
                        .toList();
    }
}
