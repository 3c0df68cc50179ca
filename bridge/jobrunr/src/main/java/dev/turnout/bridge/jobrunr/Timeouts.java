// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times of {@link dev.turnout.runtime.task.AsyncTask}. */
final class Timeouts {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Timeouts() {}

    /** {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}; zero for an empty text. */
    static Duration parse(String text) {
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "TURNOUT-0401 '" + text + "' is not a time-out; write it as 500ms, 30s, 2m or 1h");
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
