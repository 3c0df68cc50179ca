// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.control.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job alone on the queue, which lies within the head-room that async workers leave to legacy servers: it does not starve. One job
 * for each case; with {@code -Dturnout.trials=all} five, one after the other, and a whole deploy of the drop-in.
 */
@Tag("trials")
@Timeout(600)
class LatencyTest extends Trial {
    private static final boolean ALL = "all".equals(System.getProperty("turnout.trials"));
    private static final int EACH = Integer.getInteger("turnout.trials.each", ALL ? 5 : 1);
    private static final Duration TWO_POLLS = Duration.ofSeconds(2L * Children.POLL_SECONDS);
    private static final Duration THREE_POLLS = Duration.ofSeconds(3L * Children.POLL_SECONDS);

    @Test
    void aJobAloneIsRunWithinThreePollsBesideAGuardedServer() {
        children.legacy("guarded");
        worker();
        switchTo(100);

        concludes("alone, guarded", run(EACH), THREE_POLLS);
    }

    /** Whatever the route: the drop-in obeys it, and leaves the job to the async worker. */
    @Test
    void aJobAloneIsRunWithinTwoPollsBesideADropIn() {
        children.legacy("drop-in");
        worker();
        switchTo(100);

        concludes("alone, drop-in", run(EACH), TWO_POLLS);
        assertThat(book.started(true)).isEqualTo(EACH);
    }

    @Test
    void andByTheDropInItselfWhenItIsItsOwn() {
        children.legacy("drop-in");
        worker();

        concludes("alone, drop-in, route legacy", run(EACH), TWO_POLLS);
        assertThat(book.started(false)).isEqualTo(EACH);
    }

    @Test
    void andBesideAnOldAndANewServer() {
        children.legacy("guarded");
        children.legacy("drop-in");
        worker();
        switchTo(100);

        concludes("alone, drop-in and guarded", run(EACH), TWO_POLLS);
    }

    /** A deploy as it goes: a new server comes, an old one leaves, until all are new; a job alone in each moment of it. */
    @ParameterizedTest
    @ValueSource(strings = {"guarded", "stock"})
    @EnabledIfSystemProperty(
            named = "turnout.trials",
            matches = "all",
            disabledReason = "long; -Dturnout.trials=all runs it")
    void andWhileTheDropInIsRolledOut(String old) {
        List<String> leaving = List.of(children.legacy(old), children.legacy(old));
        worker();
        switchTo(Change.all(new Route(100), "trial", "a trial").acceptingStock());

        List<Duration> waited = new ArrayList<>(run(EACH));
        for (String server : leaving) {
            children.legacy("drop-in");
            waited.addAll(run(EACH));
            children.stop(server);
            waited.addAll(run(EACH));
        }

        concludes("alone, " + old + " to drop-in", waited, TWO_POLLS);
        assertThat(legacyServersStopped()).isZero();
    }

    @Test
    void andWithEveryLegacyServerPausedByTheAsyncWorker() {
        String legacy = children.legacy("guarded");
        children.tell(legacy, "pause");
        worker();
        switchTo(100);

        concludes("alone, guarded and paused", run(EACH), THREE_POLLS);
        assertThat(book.started(true)).isEqualTo(EACH);
    }

    private List<Duration> run(int jobs) {
        return IntStream.range(0, jobs).mapToObj(job -> runOne()).toList();
    }

    private Duration runOne() {
        long from = System.nanoTime();
        String id = enqueueWork(1, 1).get(0);
        await().atMost(Duration.ofSeconds(60)).until(() -> book.executed().contains(id));
        Duration waited = Duration.ofNanos(book.runs().get(id).get(0).nanos() - from);
        drained();
        return waited;
    }

    private void concludes(String row, List<Duration> waited, Duration most) {
        figures(row)
                .put("waitedMs", waited.stream().map(Duration::toMillis).toList())
                .put("boundMs", most.toMillis())
                .print();
        holds();
        assertThat(waited).allMatch(time -> time.compareTo(most) <= 0);
    }
}
