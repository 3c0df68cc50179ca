// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import picocli.CommandLine.Option;

/** Who changes what binds the async workers, and why, if they say so; kept in the audit. */
final class Remark {
    @Option(names = "--why", defaultValue = "", description = "The reason; kept in the audit.")
    private String why = "";

    @Option(names = "--who", defaultValue = "${sys:user.name}", description = "Who does it (${DEFAULT-VALUE}).")
    private String who = "";

    String why() {
        return why;
    }

    String who() {
        return who;
    }
}
