// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Our rules next to other tools, all on the same pairs and counted the same way. */
final class Rivals {
    private final Jars jars;
    private final PrintStream out;
    private final List<Tool> tools;

    /** @param quick whether the tools that are processes of their own, SpotBugs and Error Prone, are left out */
    Rivals(Jars jars, Path work, PrintStream out, boolean quick) {
        this.jars = jars;
        this.out = out;
        Checks checks = Checks.ofCodeBases();
        Imports imports = new Imports();
        BlockingTable table = new BlockingTable();
        List<Tool> all = new ArrayList<>(List.of(
                new Turnout("Turnout, the gate", sight -> sight == Sight.GATE, checks),
                new Turnout("Turnout, errors and warnings of any grade", Sight::isAboveInfo, checks),
                new Turnout("Turnout, info too", sight -> true, checks),
                new DirectCalls("ArchUnit, direct calls of our table", table::has, imports),
                new Flattened("ArchUnit, all calls followed", table::has, imports),
                new DirectCalls("throws clause, direct calls", ThrowsClause::blocks, imports)));
        if (!quick) {
            all.add(new SpotBugs(jars, work.resolve("spotbugs")));
            all.add(new ErrorProne(jars, work.resolve("errorprone")));
        }
        this.tools = List.copyOf(all);
    }

    void print(List<Pair> all) {
        List<Pair> pairs = all.stream()
                .filter(Pair::eligible)
                .sorted(Comparator.comparing(Pair::artifact).thenComparing(Pair::before))
                .toList();
        jars.resolve(Stream.concat(
                        Stream.of(SpotBugs.SPOTBUGS, ErrorProne.CORE),
                        pairs.stream()
                                .flatMap(p -> Stream.of(p.beforeJar(), p.afterJar()))
                                .flatMap(c -> Stream.of(c, c.sources())))
                .toList());
        Map<Tool, Score> scores = new HashMap<>();
        tools.forEach(tool -> scores.put(tool, new Score()));
        int checked = 0;
        for (Pair pair : pairs) {
            Optional<Jar> before = jars.get(pair.beforeJar());
            Optional<Jar> after = jars.get(pair.afterJar());
            if (before.isPresent() && after.isPresent()) {
                checked++;
                List<Boolean> hits = new ArrayList<>();
                for (Tool tool : tools) { // the import is shared: first all tools on one jar, then on the other
                    hits.add(scores.get(tool).before(pair, tool.on(before.get(), pair)));
                }
                for (int i = 0; i < tools.size(); i++) {
                    scores.get(tools.get(i))
                            .after(pair, hits.get(i), tools.get(i).on(after.get(), pair));
                }
                System.err.printf("evidence: %s, %d of %d%n", pair.id(), checked, pairs.size());
            }
        }
        table(scores, checked);
    }

    private void table(Map<Tool, Score> scores, int pairs) {
        out.printf("%d pairs; `findings` are those in the whole jars before the fixes, each jar once.%n%n", pairs);
        out.println("| | found before | of these silent after | findings | in jars | could not run |");
        out.println("|---|---:|---:|---:|---:|---:|");
        for (Tool tool : tools) {
            Score score = scores.get(tool);
            out.printf(
                    "| %s | %d (%s) | %d (%s) | %s | %d | %d |%n",
                    tool.name(),
                    score.found,
                    Wilson.percent(score.found, pairs),
                    score.silent,
                    Wilson.percent(score.silent, pairs),
                    score.jars.isEmpty() ? "-" : score.noise,
                    score.jars.size(),
                    score.notRun);
        }
        out.println("| BlockHound | 0 run | | | | " + pairs + " |");
        out.println();
        out.println("BlockHound finds what runs: it needs a test that comes to the call, and released jars have none.");
    }

    /** What one tool did over all pairs. */
    private static final class Score {
        private final Set<Coordinates> jars = new HashSet<>();
        private int found;
        private int silent;
        private int noise;
        private int notRun;

        boolean before(Pair pair, Optional<Tool.Findings> findings) {
            if (findings.isEmpty()) {
                notRun++;
                return false;
            }
            int all = findings.get().inAll();
            if (all >= 0 && jars.add(pair.beforeJar())) {
                noise += all;
            }
            boolean hit = findings.get().at(pair);
            found += hit ? 1 : 0;
            return hit;
        }

        void after(Pair pair, boolean hit, Optional<Tool.Findings> findings) {
            boolean silentNow = findings.isPresent() && !findings.get().at(pair);
            silent += hit && silentNow ? 1 : 0;
        }
    }
}
