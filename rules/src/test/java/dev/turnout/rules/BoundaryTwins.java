// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN409;
import static dev.turnout.rules.Rule.TRN802;
import static dev.turnout.rules.Twins.statement;

import java.util.List;
import java.util.stream.Stream;

/** Twins at the boundary of what a rule speaks of. */
final class BoundaryTwins {
    private BoundaryTwins() {}

    static List<Twin> all() {
        return Stream.of(exempt(), contexts()).flatMap(List::stream).toList();
    }

    private static List<Twin> exempt() {
        return List.of(Twin.of(
                "a method that waits and then answers is allowed to",
                TRN409,
                "class T extends Base { § CompletionStage<String> a() throws Exception { Thread.sleep(1); return Stages.ok(\"\"); } }",
                "@Deprecated",
                "@AllowBlocking(reason = \"measured\")"));
    }

    private static List<Twin> contexts() {
        return List.of(
                statement(
                        "the dashboard's log is the context's",
                        TRN802,
                        "JobContext c = null; JobDashboardLogger log = c.logger(); kept = stage.thenRun(() -> §)",
                        "log.info(\"\")",
                        "log.toString()"),
                statement(
                        "a logger is asked for too late",
                        TRN802,
                        "JobContext c = null; kept = stage.thenRun(() -> c.§)",
                        "logger()",
                        "getJobId()"),
                statement(
                        "a progress bar moves too late",
                        TRN802,
                        "JobContext c = null; JobDashboardProgressBar bar = c.progressBar(2); kept = stage.thenRun(() ->"
                                + " bar.§)",
                        "increaseByOne()",
                        "toString()"));
    }
}
