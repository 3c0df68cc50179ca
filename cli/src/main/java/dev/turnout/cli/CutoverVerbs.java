// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import picocli.CommandLine.Command;

@Command(
        name = "cutover",
        description = "Who may claim which jobs: routes between the legacy and the async pool, and the way back.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RouteVerb.class,
            Switch.class,
            Rollback.class,
            Status.class,
            Age.class,
            Log.class,
        })
final class CutoverVerbs {}
