// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayList;
import java.util.List;

/** Goes through a range of seeds. */
public final class Differential {
    private Differential() {}

    public static void main(String[] arguments) {
        long from = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int batch = 100;
        long begin = System.nanoTime();
        int malformed = 0, composed = 0, wrong = 0;
        try (Batch all = new Batch()) {
            for (long at = from; at < from + count; at += batch) {
                List<Program> programs = new ArrayList<>();
                for (long seed = at; seed < Math.min(at + batch, from + count); seed++) {
                    programs.add(Program.of(seed));
                }
                for (Batch.Result result : all.of(programs)) {
                    if (result.malformed() != null) {
                        malformed++;
                        System.out.println("MALFORMED " + result.program().seed() + " " + result.malformed());
                    } else if (result.wrong()) {
                        wrong++;
                        System.out.println("WRONG " + result.program().seed() + " "
                                + (result.complaint() != null ? result.complaint() : result.difference()));
                    } else if (result.composed()) {
                        composed++;
                    } else {
                        System.out.println("REFUSED " + result.program().seed() + " "
                                + result.verdict().reason() + " "
                                + result.program().refusals());
                    }
                }
            }
            System.out.printf(
                    "%d programs, %d malformed, %d composed, %d wrong, %d runs, %.1f s%n",
                    count, malformed, composed, wrong, all.runs(), (System.nanoTime() - begin) / 1e9);
        }
    }
}
