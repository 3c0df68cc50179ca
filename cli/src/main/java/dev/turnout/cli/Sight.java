// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteTable;
import dev.turnout.bridge.control.Status;
import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The routes that a change was decided on: they are shown, and if they have moved since, nothing is changed. */
final class Sight {
    @Option(
            names = "--epoch",
            description =
                    "The epoch that you decided on, as status shows it: if the routes have changed since, nothing is done. Needed to give"
                            + " more to the async pool where somebody else has just changed the same.")
    private @Nullable Long epoch;

    CompletionStage<Status> of(Cutover cutover, Target target, PrintWriter err) {
        return cutover.status().thenApply(seen -> {
            err.println("turnout: epoch " + epoch(seen) + ": " + target.words() + " "
                    + (seen.routes().containsKey(target.name()) ? "is" : "is, as others,") + " "
                    + routeOf(seen, target.name()));
            err.flush();
            return seen;
        });
    }

    long epoch(Status seen) {
        return epoch == null ? seen.epoch() : epoch;
    }

    /** The epoch that the operator gave; empty where he gave none. */
    OptionalLong given() {
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    /** The route of a target: its own, its group's, or that of all. */
    static Route routeOf(Status seen, String target) {
        Route own = seen.routes().get(target);
        String group = seen.groups().get(target);
        Route common = group == null ? null : seen.routes().get(RouteTable.group(group));
        return own != null ? own : common != null ? common : seen.routes().getOrDefault(RouteTable.ALL, Route.LEGACY);
    }
}
