// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cron expression as JobRunr 7 understands it: minute, hour, day of the month, month, day of the week, with seconds before them or
 * without. Stars, lists, ranges, steps, English names; {@code L} as the last day of the month, {@code 5L} as its last Friday.
 *
 * <p>Written here and not taken from a library, because it must agree with JobRunr's own reading, which is none of the usual
 * dialects: a day must match both day fields if one of them begins with a star, else either; seven is no day. A test compares the two.
 */
public final class Cron implements Schedule {
    private static final int LAST_YEARS = 12;
    private static final List<String> MONTHS = List.of(
            "",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final int SHORT_NAME = 3;
    private static final int DAYS_A_WEEK = 7;

    private final ZoneId zone;
    private final BitSet seconds;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekDays;
    private final boolean both;
    private final boolean lastDay;
    private final boolean lastWeekDay;

    private Cron(String[] fields, ZoneId zone) {
        int first = fields.length - 5;
        String day = fields[first + 2];
        String weekDay = fields[first + 4];
        this.zone = zone;
        this.seconds = first == 1 ? read(fields[0], 0, 59, List.of()) : read("0", 0, 59, List.of());
        this.minutes = read(fields[first], 0, 59, List.of());
        this.hours = read(fields[first + 1], 0, 23, List.of());
        this.lastDay = day.equals("l");
        this.days = lastDay ? read("*", 1, 31, List.of()) : read(day, 1, 31, List.of());
        this.months = read(fields[first + 3], 1, 12, MONTHS);
        this.lastWeekDay = weekDay.length() == 2 && weekDay.endsWith("l");
        this.weekDays = read(lastWeekDay ? weekDay.substring(0, 1) : weekDay, 0, 6, DAYS);
        this.both = day.startsWith("*") || weekDay.startsWith("*");
        require(!lastWeekDay || day.equals("*"));
    }

    static Optional<Cron> parse(String expression, ZoneId zone) {
        String[] fields = expression.strip().toLowerCase(Locale.ROOT).split("\\s+");
        try {
            return fields.length == 5 || fields.length == 6 ? Optional.of(new Cron(fields, zone)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static BitSet read(String field, int least, int most, List<String> names) {
        BitSet all = new BitSet();
        for (String item : field.split(",")) {
            String[] step = item.split("/", -1);
            require(step.length <= 2 && !item.isEmpty());
            int every = step.length == 2 ? number(step[1], names) : 1;
            require(every >= 1);
            String[] ends = step[0].equals("*") ? new String[] {"" + least, "" + most} : step[0].split("-", -1);
            require(ends.length <= 2);
            int from = number(ends[0], names);
            boolean open = step.length == 2 && ends.length == 1 && !names.contains(ends[0]);
            int to = ends.length == 2 ? number(ends[1], names) : open ? most : from;
            require(from >= least && to <= most && from <= to);
            // JobRunr 7 and 8 never come to December by steps
            to = step.length == 2 && names == MONTHS ? Math.min(to, most - 1) : to;
            for (int value = from; value <= to; value += every) {
                all.set(value);
            }
        }
        return all;
    }

    private static int number(String text, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!name.isEmpty() && (text.equals(name) || text.equals(name.substring(0, SHORT_NAME)))) {
                return i;
            }
        }
        return Integer.parseInt(text);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("no cron expression");
        }
    }

    @Override
    public Optional<Instant> next(Instant created, Instant after) {
        ZonedDateTime start = after.atZone(zone).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        LocalDate last = start.toLocalDate().plusYears(LAST_YEARS);
        LocalTime from = start.toLocalTime();
        for (LocalDate date = start.toLocalDate(); date.isBefore(last); date = date.plusDays(1)) {
            if (matches(date)) {
                Optional<Instant> found = on(date, from, after);
                if (found.isPresent()) {
                    return found;
                }
            }
            from = LocalTime.MIN;
        }
        return Optional.empty();
    }

    private Optional<Instant> on(LocalDate date, LocalTime from, Instant after) {
        for (int hour = hours.nextSetBit(from.getHour()); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            int firstMinute = hour == from.getHour() ? from.getMinute() : 0;
            for (int minute = minutes.nextSetBit(firstMinute); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                boolean same = hour == from.getHour() && minute == from.getMinute();
                int second = seconds.nextSetBit(same ? from.getSecond() : 0);
                while (second >= 0) {
                    // where clocks go back, an hour is run once; where they go forward, an hour that is left out is run
                    // after it
                    Instant found = LocalDateTime.of(date, LocalTime.of(hour, minute, second))
                            .atZone(zone)
                            .toInstant();
                    if (found.isAfter(after)) {
                        return Optional.of(found);
                    }
                    second = seconds.nextSetBit(second + 1);
                }
            }
        }
        return Optional.empty();
    }

    private boolean matches(LocalDate date) {
        if (!months.get(date.getMonthValue())) {
            return false;
        }
        boolean week = weekDays.get(date.getDayOfWeek().getValue() % DAYS_A_WEEK);
        if (lastDay) {
            return date.getDayOfMonth() == date.lengthOfMonth();
        }
        if (lastWeekDay) {
            return week && date.getDayOfMonth() > date.lengthOfMonth() - DAYS_A_WEEK;
        }
        boolean month = days.get(date.getDayOfMonth());
        return both ? month && week : month || week;
    }
}
