// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short form of the proof, with seeds that stay the same; the long one is {@link DifferentialRun}. */
@Tag("jdk")
class DifferentialTest {
    private static final int PROGRAMS = Integer.getInteger("turnout.differential.programs", 300);

    @Test
    void programsMeanTheSameAfterTheRewrite() {
        Tally tally = new Differential(System.out).run(0, PROGRAMS);

        assertThat(tally.wrong()).extracting(Batch.Result::report).isEmpty();
        assertThat(tally.oddReasons()).isEmpty();
        assertThat(tally.malformed()).isLessThanOrEqualTo(PROGRAMS / 50);
        assertThat(tally.composed()).isGreaterThan(PROGRAMS / 4);
    }
}
