// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.StateName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * 24 hours of recurring jobs on a clock that runs faster than the machine: the trial, Redis, every server and the worker are
 * processes under libfaketime, which makes clocks and waits run forty times as fast for all of them. Servers poll every 15 s, JobRunr's
 * default. {@code -Dturnout.trials.hours} is the length in hours of that clock; without it the trial is not run. The command stands in
 * bridge/CUTOVER.md.
 */
@Tag("trials")
@EnabledIfSystemProperty(
        named = "turnout.trials.hours",
        matches = "\\d+",
        disabledReason = "needs libfaketime, 40 minutes")
@Timeout(value = 3, unit = TimeUnit.DAYS)
class RecurringDayTest extends Trial {
    private static final int HOURS = Integer.getInteger("turnout.trials.hours", 24);
    private static final int POLL = 15;
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final List<Integer> STEPS = List.of(30, 60, 3_600);

    private final List<String> servers = new ArrayList<>();
    private int hour;
    private int switches;
    private int kills;
    private int redone;

    @Test
    void m14EachRunOfADayIsMadeOnceWhoeverIsMaster() {
        joins();
        joins();
        worker("lease=120000", "duty=2000");
        scheduler.<TrialTasks>scheduleRecurrently("s30", "*/30 * * * * *", tasks -> tasks.tick("s30"));
        scheduler.<TrialTasks>scheduleRecurrently("s60", "0 * * * * *", tasks -> tasks.tick("s60"));
        scheduler.<TrialTasks>scheduleRecurrently("s3600", "0 0 * * * *", tasks -> tasks.tick("s3600"));
        for (hour = 0; hour < HOURS; hour++) {
            hour(hour % 6);
        }
        for (int step : STEPS) {
            scheduler.deleteRecurringJob("s" + step);
        }
        drained();
        concludes();
    }

    /** Six kinds of hours: a master killed, one stopped, no server, one that comes, the last one killed, two that come. */
    private void hour(int kind) {
        switchTo(100);
        switches++;
        switch (kind) {
            case 0 -> quarters(2, this::killMaster);
            case 1 ->
                quarters(2, () -> {
                    joins();
                    stop(servers.get(0));
                });
            case 2 -> quarters(1, () -> stop(servers.get(0))); // from here on the async worker is master
            case 3 -> quarters(2, this::joins);
            case 4 -> quarters(1, this::killMaster);
            default ->
                quarters(1, () -> {
                    joins();
                    joins();
                });
        }
        if (!servers.isEmpty()) { // it runs what is made
            rollback();
            switches++;
        }
        pass(QUARTER);
    }

    private void quarters(int before, Runnable event) {
        pass(QUARTER.multipliedBy(before));
        event.run();
        pass(QUARTER.multipliedBy(3L - before));
    }

    /** Guarded ones in the first half of the day, with the drop-in in the second. */
    private void joins() {
        servers.add(children.legacy(2 * hour < HOURS ? "guarded" : "drop-in", "poll=" + POLL));
    }

    private void killMaster() {
        String master = servers.remove(0);
        children.kill(master);
        redone += book.heldBy(master).size();
        kills++;
    }

    private void stop(String server) {
        children.stop(server);
        servers.remove(server);
    }

    private void concludes() {
        long twice = 0;
        long leftOut = 0;
        int runs = 0;
        for (int step : STEPS) {
            Recurrences of = new Recurrences(
                    instances("s" + step), TimeUnit.SECONDS.toMicros(step), TimeUnit.SECONDS.toMicros(POLL));
            long byTheRule = of.leftOutByTheRule().size();
            figures("M14 day")
                    .put("hours", HOURS)
                    .put("everySeconds", step)
                    .put("switches", switches)
                    .put("kills", kills)
                    .put("runs", of.runs())
                    .put("madeTwice", of.madeTwice())
                    .put("leftOut", of.leftOut().size() - byTheRule)
                    .put("leftOutAsTheOneBeforeWasOnItsWay", byTheRule)
                    .put("madeAfterwards", of.madeAfterwards())
                    .put("reasons", of.reasons())
                    .print();
            assertThat(of.areAllOnTheStep()).isTrue();
            twice += of.madeTwice();
            leftOut += of.leftOut().size() - byTheRule;
            runs += of.runs();
        }
        assertThat(twice).as("made twice").isZero();
        assertThat(leftOut).as("left out by nobody's rule").isZero();
        assertThat(book.starts()).hasSizeBetween(runs, runs + redone);
        holds();
    }

    private List<JobDocument> instances(String recurringId) {
        List<JobDocument> instances = new ArrayList<>();
        for (StateName state : StateName.values()) {
            for (String id : redis.zrange(KEYS.queue(state), 0, -1)) {
                JobDocument job = document(id);
                if (job.recurringId().equals(Optional.of(recurringId))) {
                    instances.add(job);
                }
            }
        }
        return instances;
    }

    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plusHours(1))
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> System.nanoTime() - until >= 0);
    }
}
