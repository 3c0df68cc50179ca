// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.control.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job alone on the queue, which lies within the head-room that async workers leave to legacy servers: it does not starve. One job
 * for each case; with {@code -Dturnout.trials=all} five, one after the other, and a whole deploy of the drop-in. At the default minimum
 * age, the poll interval of 5 s, which is most of what a job waits; and where a drop-in server is, with half of its threads busy.
 */
@Tag("trials")
@Timeout(600)
class LatencyTest extends Trial {
    private static final boolean ALL = "all".equals(System.getProperty("turnout.trials"));
    private static final int EACH = Integer.getInteger("turnout.trials.each", ALL ? 5 : 1);
    private static final int BUSY = Children.THREADS / 2;
    private static final Duration TWO_POLLS = Duration.ofSeconds(2L * Children.POLL_SECONDS);
    private static final Duration THREE_POLLS = Duration.ofSeconds(3L * Children.POLL_SECONDS);

    @Override
    Optional<Duration> minimumAge() {
        return Optional.empty();
    }

    @Test
    void aJobAloneIsRunWithinThreePollsBesideAGuardedServer() {
        children.legacy("guarded");
        worker();
        switchTo(100);

        concludes("alone, guarded", run(EACH), THREE_POLLS);
    }

    /** Whatever the route: the drop-in obeys it. */
    @Test
    void aJobAloneIsRunWithinTwoPollsByADropInAndBesideIt() {
        children.legacy("drop-in");
        worker();
        busy(2 * EACH);

        List<Duration> own = run(EACH);
        long byLegacy = book.started(false);
        switchTo(100);
        List<Duration> others = run(EACH);

        assertThat(byLegacy).isEqualTo(BUSY + EACH);
        assertThat(book.started(true)).isEqualTo(EACH);
        concludes("alone, drop-in, route legacy", own, TWO_POLLS);
        concludes("alone, drop-in", others, TWO_POLLS);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "turnout.trials",
            matches = "all",
            disabledReason = "part of the deploy below; -Dturnout.trials=all runs both")
    void andBesideAnOldAndANewServer() {
        children.legacy("guarded");
        children.legacy("drop-in");
        worker();
        busy(EACH);
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
        switchTo(Change.of(address("work", "java.lang.String", "int"), new Route(100), "trial", "a trial")
                .acceptingStock());

        List<Duration> waited = new ArrayList<>(runBesideBusyThreads());
        for (String server : leaving) {
            children.legacy("drop-in");
            waited.addAll(runBesideBusyThreads());
            drained(); // JobRunr gives a job 10 s when its server stops, and then it runs again
            children.stop(server);
            waited.addAll(runBesideBusyThreads());
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

    /** Half of a legacy server's threads have long jobs, for about so many measured ones. */
    private void busy(int jobs) {
        wait(cutover.minimumAge(Optional.of(Duration.ZERO), "trial", "busy at once"));
        int millis = jobs * 6_000;
        List<String> ids = enqueue(BUSY, id -> tasks -> tasks.other(id, millis));
        await().atMost(Duration.ofSeconds(30)).until(() -> book.executed().containsAll(ids));
        wait(cutover.minimumAge(minimumAge(), "trial", "as it was"));
    }

    private List<Duration> runBesideBusyThreads() {
        busy(EACH);
        return run(EACH);
    }

    private List<Duration> run(int jobs) {
        return IntStream.range(0, jobs).mapToObj(job -> runOne()).toList();
    }

    private Duration runOne() {
        long from = System.nanoTime();
        String id = enqueueWork(1, 1).get(0);
        await().atMost(Duration.ofSeconds(60)).until(() -> book.executed().contains(id));
        Duration waited = Duration.ofNanos(book.runs().get(id).get(0).nanos() - from);
        await().atMost(Duration.ofSeconds(60)).until(() -> succeeded(id));
        return waited;
    }

    private void concludes(String row, List<Duration> waited, Duration most) {
        drained();
        figures(row)
                .put("minimumAgeMs", wait(cutover.status()).minimumAge().toMillis())
                .put("waitedMs", waited.stream().map(Duration::toMillis).toList())
                .put("boundMs", most.toMillis())
                .print();
        holds();
        assertThat(waited).allMatch(time -> time.compareTo(most) <= 0);
    }
}
