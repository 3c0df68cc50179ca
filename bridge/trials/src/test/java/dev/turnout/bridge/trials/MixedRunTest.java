// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both pools on one queue while the legacy application enqueues: everything is run, nothing is lost, and no job is run by a
 * legacy server and by an async worker. What guarded servers run twice among themselves stands beside a control run without
 * async workers; with the drop-in it is nothing. Short: {@code -Dturnout.trials.jobs=20000} is the whole.
 */
@Tag("trials")
@Timeout(1_800)
class MixedRunTest extends Trial {
    private static final int JOBS = Integer.getInteger("turnout.trials.jobs", 1_000);
    private static final int JOB_MILLIS = 5;

    @ParameterizedTest
    @CsvSource({"guarded,1", "guarded,3", "drop-in,1", "drop-in,3"})
    void everythingRunsOnceBesideServersOfOneLevel(String level, int servers) {
        IntStream.range(0, servers).forEach(i -> children.legacy(level));
        worker();
        worker();
        switchTo(50);

        enqueueWork(JOBS, JOB_MILLIS);
        drained();

        figures("mixed " + servers + " " + level).print();
        holds();
        assertThat(book.started(true)).as("by async workers").isPositive();
        assertThat(book.started(false)).as("by legacy servers").isPositive();
        assertThat(book.runTwiceWithAsync())
                .as("run twice, once by an async worker")
                .isZero();
        if (level.equals("drop-in")) {
            assertThat(book.runTwiceByLegacy())
                    .as("run twice by legacy servers")
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"guarded,3"})
    void controlWithoutAsyncWorkers(String level, int servers) {
        IntStream.range(0, servers).forEach(i -> children.legacy(level));

        enqueueWork(JOBS, JOB_MILLIS);
        drained();

        figures("control " + servers + " " + level).print();
        holds();
        assertThat(book.started(true)).isZero();
    }
}
