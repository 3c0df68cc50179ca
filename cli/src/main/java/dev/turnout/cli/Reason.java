// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import picocli.CommandLine.Option;

/** Who changes a route, or ends a job, and why; kept in the audit. */
final class Reason {
    @Option(names = "--why", required = true, description = "The reason; kept in the audit.")
    private String why = "";

    @Option(names = "--who", defaultValue = "${sys:user.name}", description = "Who does it (${DEFAULT-VALUE}).")
    private String who = "";

    /** The reason, which must not be blank. */
    String why() {
        return given(why);
    }

    static String given(String why) {
        if (why.isBlank()) {
            throw new IllegalArgumentException(
                    "TURNOUT-0656 --why is blank; nothing was done. Say in a few words why, for those"
                            + " who read the log.");
        }
        return why;
    }

    String who() {
        return who;
    }
}
