// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job alone on the queue, which lies within the head-room that async workers leave to legacy servers: it does not starve. */
@Tag("trials")
@Timeout(600)
class LatencyTest extends Trial {
    private static final Duration TWO_POLLS = Duration.ofSeconds(2L * Children.POLL_SECONDS);
    private static final Duration THREE_POLLS = Duration.ofSeconds(3L * Children.POLL_SECONDS);

    @Test
    void aJobAloneIsRunWithinThreePollsBesideAGuardedServer() {
        children.legacy("guarded");
        worker();
        switchTo(100);

        concludes("alone, guarded", runOne(), THREE_POLLS);
    }

    /** Whatever the route: the drop-in obeys it, and leaves the job to the async worker. */
    @Test
    void aJobAloneIsRunWithinTwoPollsBesideADropIn() {
        children.legacy("drop-in");
        worker();
        switchTo(100);

        concludes("alone, drop-in", runOne(), TWO_POLLS);
        assertThat(book.started(true)).isEqualTo(1);
    }

    @Test
    void andByTheDropInItselfWhenItIsItsOwn() {
        children.legacy("drop-in");
        worker();

        concludes("alone, drop-in, route legacy", runOne(), TWO_POLLS);
        assertThat(book.started(false)).isEqualTo(1);
    }

    @Test
    void andWhileTheDropInIsRolledOut() {
        children.legacy("guarded");
        children.legacy("drop-in");
        worker();
        switchTo(100);

        concludes("alone, drop-in and guarded", runOne(), THREE_POLLS);
    }

    @Test
    void andWithEveryLegacyServerPausedByTheAsyncWorker() {
        String legacy = children.legacy("guarded");
        children.tell(legacy, "pause");
        worker();
        switchTo(100);

        concludes("alone, guarded and paused", runOne(), THREE_POLLS);
        assertThat(book.started(true)).isEqualTo(1);
    }

    private Duration runOne() {
        long from = System.nanoTime();
        String id = enqueueWork(1, 1).get(0);
        await().atMost(Duration.ofSeconds(60)).until(() -> book.executed().contains(id));
        Duration waited = Duration.ofNanos(book.runs().get(id).get(0).nanos() - from);
        drained();
        return waited;
    }

    private void concludes(String row, Duration waited, Duration most) {
        figures(row)
                .put("waitedMs", waited.toMillis())
                .put("boundMs", most.toMillis())
                .print();
        holds();
        assertThat(waited).isLessThanOrEqualTo(most);
    }
}
