// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A {@link KnownFinding} as text, its fields between bars. */
final class BaselineLine {
    private static final int FIELDS = 8;
    private static final String BAR = " | ";
    private static final String NO_END = "-";

    private BaselineLine() {}

    static String write(KnownFinding known) {
        return String.join(
                BAR,
                known.rule(),
                known.entry(),
                known.call(),
                known.place(),
                Integer.toString(known.count()),
                known.since().toString(),
                known.until().map(LocalDate::toString).orElse(NO_END),
                known.reason());
    }

    /** @param where file and line, for the message */
    static KnownFinding read(String line, String where) {
        List<String> fields =
                Arrays.stream(line.split("\\|", FIELDS)).map(String::strip).toList();
        if (fields.size() < FIELDS || fields.get(FIELDS - 1).isEmpty()) {
            throw unreadable(where, line, "it has no reason, or a field is missing");
        }
        try {
            int count = Integer.parseInt(fields.get(4));
            if (count < 1) {
                throw unreadable(where, line, "the number is below 1");
            }
            return new KnownFinding(
                    fields.get(0),
                    fields.get(1),
                    fields.get(2),
                    fields.get(3),
                    count,
                    LocalDate.parse(fields.get(5)),
                    Optional.of(fields.get(6))
                            .filter(end -> !end.equals(NO_END))
                            .map(LocalDate::parse),
                    fields.get(7));
        } catch (NumberFormatException | DateTimeParseException wrong) {
            throw unreadable(where, line, wrong.getMessage());
        }
    }

    private static IllegalArgumentException unreadable(String where, String line, String why) {
        return new IllegalArgumentException("TURNOUT-0851 " + where + " of the baseline cannot be read, so nothing was"
                + " compared: '" + line + "': " + why
                + ". A line is: rule | entry | call | method of the call | how many"
                + " | since | until or - | reason. Mend it, or take it out.");
    }
}
