// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Goes through a range of seeds: makes the programs, tries them, makes what differs small, and tells. */
final class Differential {
    private static final int BATCH = 100;
    private static final int SHRUNK = 3;
    private static final int SHRINK_ROUNDS = 40;
    private static final Duration BETWEEN_SIGNS = Duration.ofMinutes(1);

    private final PrintStream out;

    Differential(PrintStream out) {
        this.out = out;
    }

    /** Tries the programs of the seeds from {@code first} on. */
    Tally run(long first, int programs) {
        Tally tally = new Tally();
        long begin = System.nanoTime();
        long sign = begin;
        try (Batch batch = new Batch()) {
            for (long at = first; at < first + programs; at += BATCH) {
                List<Program> some = new ArrayList<>();
                for (long seed = at; seed < Math.min(at + BATCH, first + programs); seed++) {
                    some.add(Program.of(seed));
                }
                int before = batch.runs();
                batch.of(some).forEach(tally::add);
                tally.addRuns(batch.runs() - before);
                if (System.nanoTime() - sign > BETWEEN_SIGNS.toNanos()) {
                    sign = System.nanoTime();
                    out.printf(
                            "%d programs, converted %d, differences %d, %.1f programs a second%n",
                            tally.programs(), tally.composed(), tally.wrong().size(), rate(tally, begin));
                }
            }
            out.println(tally);
            out.printf("%.1f programs a second%n", rate(tally, begin));
            tell(tally, batch);
        }
        return tally;
    }

    private static double rate(Tally tally, long begin) {
        return tally.programs() * 1e9 / (System.nanoTime() - begin);
    }

    private void tell(Tally tally, Batch batch) {
        List<Batch.Result> wrong = tally.wrong();
        wrong.forEach(result -> out.println("WRONG seed=" + result.program().seed() + " "
                + (result.complaint() == null
                        ? "differs"
                        : result.complaint().lines().findFirst().orElse(""))));
        for (Batch.Result result : wrong.subList(0, Math.min(SHRUNK, wrong.size()))) {
            out.println(new Shrinker(batch, SHRINK_ROUNDS).smallest(result).report());
        }
    }

    /** Prints what became of single seeds, made small where it is wrong. */
    public static void main(String[] seeds) {
        try (Batch batch = new Batch()) {
            for (String seed : seeds) {
                Batch.Result result =
                        batch.of(List.of(Program.of(Long.parseLong(seed)))).get(0);
                boolean shrink = result.wrong() && !Boolean.getBoolean("whole");
                System.out.println((shrink ? new Shrinker(batch, SHRINK_ROUNDS).smallest(result) : result).report());
            }
        }
    }
}
