// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.List;

/** Prints one program, and what became of it. */
final class Show {
    private Show() {}

    public static void main(String[] arguments) {
        try (Batch batch = new Batch()) {
            for (String seed : arguments) {
                Program program = Program.of(Long.parseLong(seed));
                System.out.println(program.text());
                Batch.Result result = batch.of(List.of(program)).get(0);
                System.out.println("=".repeat(40) + "\n" + result.after());
                if (Boolean.getBoolean("shrink") && result.wrong()) {
                    result = new Shrinker(batch, 60).smallest(result);
                    System.out.println(
                            "#".repeat(40) + "\n" + result.program().text() + "=".repeat(40) + "\n" + result.after());
                }
                System.out.println(result.malformed() + "\n" + result.complaint() + "\n" + result.difference() + "\n"
                        + result.verdict());
            }
        }
    }
}
