// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A document with everything that differs from run to run made the same: ids, times, how long something took, and the number that
 * Java puts behind the name of a class where an argument has no text of its own.
 */
final class Masks {
    private static final List<Pattern> DIFFERENT = List.of(
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
            Pattern.compile("20[2-9][0-9]-[01][0-9]-[0-3][0-9]T[0-9:]{8}(\\.[0-9]+)?Z(?=\")"),
            Pattern.compile("(?<=[\\w;\\[])@[0-9a-f]{1,8}(?=[,)])"),
            Pattern.compile("(?<=Duration\":)[0-9]+\\.[0-9]{9}"));
    private static final Pattern MODULE = Pattern.compile("(?<=unnamed module )@[0-9a-f]{1,8}");
    private static final Pattern HELD = Pattern.compile("\"state\":\"PROCESSING\"[^}]*}]");

    private static final Pattern EMPTY_LOG =
            Pattern.compile(",\"jobRunrDashboardLog-2\":\\{(\"@class\":\"[^\"]*\",)?\"logLines\":\\[]}");

    private Masks() {}

    /** Without the number of a module in what a mapper could not read, which differs from process to process. */
    static String ofModules(String text) {
        return MODULE.matcher(text).replaceAll("*");
    }

    static String of(String document) {
        String masked = ofModules(document);
        for (Pattern each : DIFFERENT) {
            masked = each.matcher(masked).replaceAll("*");
        }
        return HELD.matcher(document).find() ? beaten(masked) : masked;
    }

    /** A job in hand is written again with each beat, with the log that it has by then. */
    private static String beaten(String masked) {
        return EMPTY_LOG.matcher(masked).replaceAll("").replaceFirst("\"version\":[0-9]+", "\"version\":*");
    }
}
