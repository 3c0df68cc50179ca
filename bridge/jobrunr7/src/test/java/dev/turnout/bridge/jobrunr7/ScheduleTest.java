// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.wire.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jobrunr.scheduling.cron.CronExpression;
import org.jobrunr.scheduling.interval.Interval;
import org.junit.jupiter.api.Test;

/** We read schedules as JobRunr does: the same runs, and what it refuses we refuse. */
class ScheduleTest {
    private static final long SEED = System.nanoTime();
    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> WRITTEN = List.of(
            "* * * * *",
            "*/15 * * * *",
            "0 0 * * *",
            "0 0 L * *",
            "0 0 * * 5L",
            "30 4 1,15 * 5",
            "0 9-17/2 * * mon-fri",
            "0 0 29 2 *",
            "5/20 * * * * *",
            "0 0 0 1 jan *",
            "0 12 * jan,March sun",
            "0 0 */2 * 1",
            "59 23 31 12 *");
    private static final List<String> WRONG = List.of(
            "",
            "* * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "x * * * *",
            "5-1 * * * *",
            "*/0 * * * *",
            "* * * * * * *",
            "0 0 1 * 5L");

    private final Random random = new Random(SEED);

    @Test
    void whatPeopleWriteRunsWhenItRunsThere() {
        for (String expression : WRITTEN) {
            agree(expression, "UTC");
            agree(expression, "Asia/Kolkata");
        }
    }

    @Test
    void whateverIsMadeUpRunsWhenItRunsThere() {
        for (int i = 0; i < 2_000; i++) {
            String five =
                    field(0, 59) + " " + field(0, 23) + " " + field(1, 28) + " " + field(1, 12) + " " + field(0, 6);
            agree(random.nextBoolean() ? five : field(0, 59) + " " + five, "UTC");
        }
    }

    @Test
    void whatIsRefusedThereIsRefusedHere() {
        for (String expression : WRONG) {
            assertThat(Schedule.parse(expression, "UTC")).as(expression).isEmpty();
        }
    }

    @Test
    void intervalsCountFromTheRegistration() {
        for (int i = 0; i < 1_000; i++) {
            Duration step = Duration.ofMillis(1 + random.nextInt(1_000_000));
            Instant created = some();
            Instant after = some();

            assertThat(Schedule.parse(step.toString(), "UTC").orElseThrow().next(created, after))
                    .contains(new Interval(step.toString()).next(created, after, ZoneId.of("UTC")));
        }
    }

    @Test
    void anHourThatClocksLeaveOutOrRepeatIsRunOnce() {
        Schedule daily = Schedule.parse("30 2 * * *", "Europe/Brussels").orElseThrow();

        assertThat(runs(daily, "2026-03-28T12:00:00Z", 2))
                .containsExactly(Instant.parse("2026-03-29T01:30:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
        assertThat(runs(daily, "2026-10-24T12:00:00Z", 2))
                .containsExactly(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
    }

    private static List<Instant> runs(Schedule schedule, String after, int count) {
        Instant last = Instant.parse(after);
        List<Instant> runs = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            last = schedule.next(YEAR, last).orElseThrow();
            runs.add(last);
        }
        return runs;
    }

    private void agree(String expression, String zone) {
        CronExpression theirs;
        try {
            theirs = CronExpression.create(expression);
            theirs.next(YEAR, YEAR, ZoneId.of(zone));
        } catch (RuntimeException refused) {
            return; // JobRunr does not take it in, or stumbles over it
        }
        Schedule ours = Schedule.parse(expression, zone).orElseThrow(() -> new AssertionError(expression));
        Instant after = some();
        for (int i = 0; i < 5; i++) {
            Instant next = theirs.next(YEAR, after, ZoneId.of(zone));
            assertThat(ours.next(YEAR, after))
                    .as("%s after %s, seed=%d", expression, after, SEED)
                    .isEqualTo(Optional.of(next));
            after = next;
        }
    }

    private Instant some() {
        return YEAR.plusSeconds(random.nextInt(4 * 365 * 86_400)).plusMillis(random.nextInt(1_000));
    }

    private String field(int least, int most) {
        int from = least + random.nextInt(most - least + 1);
        int to = from + random.nextInt(most - from + 1);
        return switch (random.nextInt(7)) {
            case 0 -> Integer.toString(from);
            case 1 -> from + "-" + to;
            case 2 -> from + "," + to;
            case 3 -> "*/" + (1 + random.nextInt(most));
            case 4 -> from + "-" + to + "/" + (1 + random.nextInt(5));
            case 5 -> from + "/" + (1 + random.nextInt(5));
            default -> "*";
        };
    }
}
