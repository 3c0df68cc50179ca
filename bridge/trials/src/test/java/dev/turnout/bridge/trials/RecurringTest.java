// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.StateName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A recurring job while the route goes to and fro, the master is killed, the last legacy server goes and another comes. Each of
 * its runs is made once, by whoever is master. Runs that fall due while nobody is are left out, as JobRunr does, and counted: after
 * the kill, while the killed one is still believed to live; and one while a server starts. {@code -Dturnout.trials.minutes} (0 for
 * the short form: a run every 10 s and 3 switches; 20 is the whole: every 15 s, ten switches). With {@code -Dturnout.trials.every=5},
 * one poll, a run is easily left out because the one before it is still on its way.
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
    private static final long TIMES_OUT = TimeUnit.SECONDS.toMicros(4L * Children.POLL_SECONDS);
    private static final long POLL = TimeUnit.SECONDS.toMicros(Children.POLL_SECONDS);

    @Test
    void m14EachRunIsMadeOnceWhoeverIsMaster() {
        String master = children.legacy("guarded");
        String second = children.legacy("guarded");
        worker();
        scheduler.<TrialTasks>scheduleRecurrently("ticks", "*/" + EVERY + " * * * * *", tasks -> tasks.tick("ticks"));
        long killed = 0;
        int redone = 0;
        long joins = 0;
        long joined = 0;
        for (int turn = 0; turn < SWITCHES; turn++) {
            if (turn % 2 == 0) {
                switchTo(100);
            } else {
                if (joins == 0 && turn > SWITCHES * 2 / 3) { // a legacy server must be there to run what is made
                    joins = micros();
                    children.legacy("guarded");
                    joined = micros();
                }
                rollback();
            }
            if (turn == SWITCHES / 3) {
                killed = micros();
                children.kill(master);
                redone = book.heldBy(master).size();
            }
            if (turn == SWITCHES * 2 / 3) {
                children.stop(second); // from here on the async worker is master
            }
            pass(LENGTH.dividedBy(SWITCHES));
        }
        if (joins == 0) {
            joins = micros();
            children.legacy("guarded");
            joined = micros();
        }
        pass(Duration.ofSeconds(Math.max(2L * EVERY, 3L * Children.POLL_SECONDS)));
        scheduler.deleteRecurringJob("ticks");
        drained();

        concludes(killed, joins, joined, redone);
    }

    private void concludes(long killed, long joins, long joined, int redone) {
        TreeMap<Long, Integer> runs = runs();
        List<Long> skipped = new ArrayList<>();
        for (long run = runs.firstKey(); run < runs.lastKey(); run += STEP) {
            if (!runs.containsKey(run)) {
                skipped.add(run);
            }
        }
        long masterless = skipped.stream()
                .filter(run -> run > killed && run < killed + TIMES_OUT + 2 * POLL + STEP)
                .count();
        long starting = skipped.stream()
                .filter(run -> run > joins && run < joined + 2 * POLL)
                .count();
        long twice = runs.values().stream().filter(times -> times > 1).count();
        figures("M14")
                .put("everySeconds", EVERY)
                .put("switches", SWITCHES)
                .put("runs", runs.size())
                .put("madeTwice", twice)
                .put("skippedWithoutMaster", masterless)
                .put("skippedWhileOneStarted", starting)
                .put("skippedOtherwise", skipped.size() - masterless - starting)
                .put("started", book.starts().size())
                .put(
                        "skippedAfterKillMs",
                        skipped.stream().map(run -> (run - killed) / 1_000).toList())
                .print();
        assertThat(runs.keySet()).allMatch(run -> run % STEP == 0);
        assertThat(twice).isZero();
        assertThat(skipped.size() - masterless - starting)
                .as("skipped while there was a master")
                .isZero();
        assertThat(book.starts()).hasSizeBetween(runs.size(), runs.size() + redone);
        holds();
    }

    /** The time that each instance was made for, in µs, and how many were made for it. */
    private TreeMap<Long, Integer> runs() {
        TreeMap<Long, Integer> runs = new TreeMap<>();
        for (StateName state : StateName.values()) {
            for (String id : redis.zrange(KEYS.queue(state), 0, -1)) {
                document(id).scheduledMicros().ifPresent(run -> runs.merge(run, 1, Integer::sum));
            }
        }
        return runs;
    }

    /** The clock of the trial: what is shown is shown over so long a time. */
    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plusMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> System.nanoTime() - until >= 0);
    }

    private long micros() {
        List<String> time = redis.time();
        return Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
    }
}
