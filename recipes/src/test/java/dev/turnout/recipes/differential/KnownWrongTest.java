// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generator is able to find faults: each that is put in is found among a few programs. */
@Tag("jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownWrongTest {
    private static final int PROGRAMS = 250;
    private static final int AT_ONCE = 25;

    private final Batch batch = new Batch();
    private Batch.Pair right;

    @BeforeAll
    void rewrite() {
        right = batch.rewritten(
                LongStream.range(0, PROGRAMS).mapToObj(Program::of).toList());
    }

    @AfterAll
    void stop() {
        batch.close();
    }

    @ParameterizedTest
    @EnumSource
    void isFound(KnownWrong fault) {
        List<Program> touched = right.programs().stream()
                .filter(program -> !right.after(program).equals(fault.spoil(right.after(program))))
                .toList();
        assertThat(touched).as("programs that could show it").isNotEmpty();
        for (int from = 0; from < touched.size(); from += AT_ONCE) {
            List<Program> some = touched.subList(from, Math.min(touched.size(), from + AT_ONCE));
            if (batch.tried(right.of(some), fault::spoil).stream().anyMatch(result -> result.difference() != null)) {
                return;
            }
        }
        assertThat(touched).as("%s is not found in any of these", fault).isEmpty();
    }
}
