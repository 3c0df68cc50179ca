// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A recurring job while the route goes to and fro, the master is killed, the last legacy server goes and another comes. Each of
 * its runs is made once, by whoever is master, or afterwards by the async worker if nobody was: after the kill, while the killed one is
 * still believed to live; while a server stops or starts. Counted apart is what JobRunr leaves out because the run before is still on its
 * way. {@code -Dturnout.trials.minutes} (0 for the short form: a run every 10 s and 3 switches; 20 is the whole: every 15 s, ten
 * switches). With {@code -Dturnout.trials.every=5}, one poll, that rule shows.
 */
@Tag("trials")
@EnabledIfSystemProperty(
        named = "turnout.trials",
        matches = "all",
        disabledReason = "long; -Dturnout.trials=all runs it")
@Timeout(3_600)
class RecurringTest extends Trial {
    private static final int MINUTES = Integer.getInteger("turnout.trials.minutes", 0);
    private static final boolean SHORT = MINUTES == 0;
    private static final int EVERY = SHORT ? Integer.getInteger("turnout.trials.every", 10) : 15;
    private static final int SWITCHES = SHORT ? 3 : 10;
    private static final Duration LENGTH = SHORT ? Duration.ofSeconds(60) : Duration.ofMinutes(MINUTES);
    private static final long STEP = TimeUnit.SECONDS.toMicros(EVERY);
    private static final long POLL = TimeUnit.SECONDS.toMicros(Children.POLL_SECONDS);

    @Test
    void m14EachRunIsMadeOnceWhoeverIsMaster() {
        String master = children.legacy("guarded");
        String second = children.legacy("guarded");
        worker();
        scheduler.<TrialTasks>scheduleRecurrently("ticks", "*/" + EVERY + " * * * * *", tasks -> tasks.tick("ticks"));
        int redone = 0;
        boolean joined = false;
        for (int turn = 0; turn < SWITCHES; turn++) {
            if (turn % 2 == 0) {
                switchTo(100);
            } else {
                if (!joined && turn > SWITCHES * 2 / 3) { // a legacy server must be there to run what is made
                    children.legacy("guarded");
                    joined = true;
                }
                rollback();
            }
            if (turn == SWITCHES / 3) {
                children.kill(master);
                redone = book.heldBy(master).size();
            }
            if (turn == SWITCHES * 2 / 3) {
                children.stop(second); // from here on the async worker is master
            }
            pass(LENGTH.dividedBy(SWITCHES));
        }
        if (!joined) {
            children.legacy("guarded");
        }
        pass(Duration.ofSeconds(2L * EVERY + 8L * Children.POLL_SECONDS + 15));
        scheduler.deleteRecurringJob("ticks");
        drained();

        concludes(redone);
    }

    private void concludes(int redone) {
        Recurrences ticks = new Recurrences(instances(), STEP, POLL);
        figures("M14")
                .put("everySeconds", EVERY)
                .put("switches", SWITCHES)
                .put("runs", ticks.runs())
                .put("madeTwice", ticks.madeTwice())
                .put(
                        "leftOut",
                        ticks.leftOut().size() - ticks.leftOutByTheRule().size())
                .put(
                        "leftOutAsTheOneBeforeWasOnItsWay",
                        ticks.leftOutByTheRule().size())
                .put("reasons", ticks.reasons())
                .put("madeAfterwards", ticks.madeAfterwards())
                .put("started", book.starts().size())
                .print();
        assertThat(ticks.areAllOnTheStep()).isTrue();
        assertThat(ticks.madeTwice()).as("made twice").isZero();
        assertThat(ticks.leftOut()).as("left out by nobody's rule").isEqualTo(ticks.leftOutByTheRule());
        assertThat(book.starts()).hasSizeBetween(ticks.runs(), ticks.runs() + redone);
        holds();
    }

    private List<JobDocument> instances() {
        List<JobDocument> instances = new ArrayList<>();
        for (StateName state : StateName.values()) {
            redis.zrange(KEYS.queue(state), 0, -1).forEach(id -> instances.add(document(id)));
        }
        return instances;
    }

    /** The clock of the trial: what is shown is shown over so long a time. */
    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plusMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> System.nanoTime() - until >= 0);
    }
}
