// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The proof: {@code mvn -pl recipes -am -Pdifferential verify -Dprograms=100000 [-Dseed=N]}. Without a seed it goes on
 * where the last run has ended. Each run adds a line to {@code differential-tallies.csv}.
 */
class DifferentialRun {
    /** From so many programs on, the counts of rows and nestings have to be enough. */
    private static final int MANY = 100_000;

    @Test
    void programsMeanTheSameAfterTheRewrite() {
        int programs = Integer.parseInt(set("programs", "10000"));
        Tallies tallies = new Tallies(Path.of(set("tallies", "differential-tallies.csv")));
        long first = Long.parseLong(set("seed", String.valueOf(tallies.next())));

        Tally tally = new Differential(System.out).run(first, programs);
        tallies.append(first, first + programs - 1, tally);
        System.out.println(tallies.total());

        assertThat(tally.wrong()).as("differences").isEmpty();
        assertThat(tally.oddReasons()).isEmpty();
        assertThat(tally.malformed()).isLessThanOrEqualTo(programs / 100);
        assertThat(tally.nativeShare()).isGreaterThanOrEqualTo(90);
        if (programs >= MANY) {
            assertEnoughOfEach(tally);
        }
    }

    private static void assertEnoughOfEach(Tally tally) {
        for (int row = 1; row <= 35; row++) {
            if (row != 34 && row != 28) { // 34 concerns tests, and 28 is refused or handed over
                assertThat(tally.rows().getOrDefault(row, 0)).as("row %d", row).isGreaterThanOrEqualTo(1000);
            }
        }
        for (Nesting nesting : Nesting.POSSIBLE) {
            assertThat(tally.nestings().getOrDefault(nesting, 0))
                    .as("%s", nesting)
                    .isGreaterThanOrEqualTo(50);
        }
    }

    private static String set(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() || value.startsWith("${") ? otherwise : value;
    }
}
