// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The generator is able to find faults: each that is put in is found among a few programs. */
@Tag("jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownWrongTest {
    private static final int PROGRAMS = 1000;
    private static final int AT_ONCE = 50;

    private final Batch batch = new Batch();
    private final List<Batch.Pair> rewritten = new ArrayList<>();

    @AfterAll
    void stop() {
        batch.close();
    }

    @ParameterizedTest
    @EnumSource
    void isFound(KnownWrong fault) {
        int touched = 0;
        for (int at = 0; at < PROGRAMS; at += AT_ONCE) {
            Batch.Pair right = rewritten(at / AT_ONCE);
            List<Program> some = right.programs().stream()
                    .filter(program -> !right.after(program).equals(fault.spoil(right.after(program))))
                    .toList();
            touched += some.size();
            if (batch.tried(right.of(some), fault::spoil).stream().anyMatch(result -> result.difference() != null)) {
                return;
            }
        }
        fail("%s is in %d of %d programs, and not found", fault, touched, PROGRAMS);
    }

    /** Programs are rewritten once, for all faults, and only as many as it takes. */
    private Batch.Pair rewritten(int number) {
        if (number == rewritten.size()) {
            long first = (long) number * AT_ONCE;
            rewritten.add(batch.rewritten(LongStream.range(first, first + AT_ONCE)
                    .mapToObj(Program::of)
                    .toList()));
        }
        return rewritten.get(number);
    }
}
