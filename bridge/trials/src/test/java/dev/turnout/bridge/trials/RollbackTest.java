// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.Settled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The lever under load. {@code -Dturnout.trials.flips} (4) switches forth and back as often as that.
 */
@Tag("trials")
@Timeout(1_800)
class RollbackTest extends Trial {
    private static final int FLIPS = Integer.getInteger("turnout.trials.flips", 4);
    private static final int JOBS = Integer.getInteger("turnout.trials.jobs", 1_000);

    @Test
    void m6NoAsyncStartFollowsARollbackAndTheLegacyPoolFinishesEverything() {
        children.legacy("guarded");
        children.legacy("guarded");
        worker();
        worker();
        switchTo(100);
        enqueueWork(JOBS, 20);
        await().atMost(LONG).until(() -> book.started(true) > JOBS / 10);

        long asked = System.nanoTime();
        Settled settled = rollback();
        long answered = System.nanoTime();
        drained();

        long last = lastAsyncStart();
        figures("M6")
                .put("rollbackMs", (answered - asked) / 1_000_000)
                .put("lastAsyncStartAfterMs", Math.max(0, last - asked) / 1_000_000)
                .put("asyncStartsAfterReturn", last > answered ? 1 : 0)
                .print();
        assertThat(settled.done()).isTrue();
        assertThat(last).as("last async start").isLessThanOrEqualTo(answered);
        assertThat(book.started(false)).isPositive();
        holds();
        assertThat(book.runTwiceWithAsync()).isZero();
    }

    @Test
    void m6NothingIsLostOrRunTwiceWhenTheLeverGoesToAndFro() {
        children.legacy("guarded");
        worker();
        worker();
        enqueueWork(JOBS, 20);
        List<Long> taken = new ArrayList<>();

        for (int flip = 0; flip < FLIPS; flip++) {
            long asked = System.nanoTime();
            Settled settled = flip % 2 == 0 ? switchTo(100) : rollback();
            taken.add((System.nanoTime() - asked) / 1_000_000);
            assertThat(settled.done()).isTrue();
            long before = book.starts().size();
            await().atMost(LONG).until(() -> book.starts().size() > before || stuck() == 0);
        }
        drained();

        figures("M6 to and fro")
                .put("flips", FLIPS)
                .put(
                        "slowestFlipMs",
                        taken.stream().mapToLong(Long::longValue).max().orElse(0))
                .print();
        holds();
        assertThat(book.runTwiceWithAsync()).isZero();
    }

    private long lastAsyncStart() {
        return book.starts().stream()
                .filter(Line::isAsync)
                .mapToLong(Line::nanos)
                .max()
                .orElse(0);
    }
}
