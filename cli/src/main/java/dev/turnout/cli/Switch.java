// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteKey;
import dev.turnout.bridge.control.Status;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "switch",
        description =
                "Gives a share of a task's jobs, of a group's, or of all, to the async pool; returns when every live worker obeys."
                        + " Exit code 1 if one did not answer, 2 if it was refused.",
        mixinStandardHelpOptions = true)
final class Switch implements Callable<Integer> {
    private static final String ID = "id";
    private static final String DROP_IN = "drop-in";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Reason reason = new Reason();

    @Mixin
    private Sight sight = new Sight();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(names = "--to", required = true, description = "Per cent of the jobs, 0 to 100; sticky.")
    private int percent;

    @Option(
            names = "--key",
            description =
                    "What keeps a job on its side: id, or an argument and fields in it, as 2 or 2.tenant.id; jobs with the same"
                            + " value stay together. Default: as it is. Another key sorts the jobs anew.")
    private @Nullable String key;

    @Option(
            names = "--accept-stock",
            description = "Go ahead although legacy servers live that are not guarded, because they are paused.")
    private boolean acceptStock;

    @Option(
            names = "--confirm",
            description =
                    "Let the share fall although only async workers can run some of the tasks; their jobs fail on legacy servers. With"
                            + " --all, let it rise although no worker knows some of the tasks; their jobs wait.")
    private boolean confirmed;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Route wanted = new Route(percent, key == null ? RouteKey.ID : given(key));
        Change change = new Change(
                target.name(),
                wanted,
                reason.who(),
                reason.why(),
                acceptStock,
                sight.given(),
                confirmed,
                sight.given().isEmpty());
        Duration patience = lever.patience();
        Status seen = lever.ask(
                cutover -> sight.of(cutover, target, spec.commandLine().getErr()));
        warn(seen);
        Change decided = (key == null ? change.by(keyOf(seen)) : change).decidedOn(sight.epoch(seen));
        Settled settled = lever.change(cutover -> cutover.switchTo(decided, patience, Lever.progress()));
        return Outcome.print(
                spec.commandLine().getOut(),
                json,
                Target.words(settled.target()) + " to " + decided.route(),
                lever.address(),
                settled);
    }

    /** Guarded servers know of no age: with one, they take what the async pool leaves alone, whatever its share. */
    private void warn(Status seen) {
        boolean guarded = seen.servers().stream().anyMatch(server -> server.lives() && !DROP_IN.equals(server.level()));
        if (percent > 0 && guarded && !seen.minimumAge().isZero()) {
            spec.commandLine()
                    .getErr()
                    .println("turnout: the async pool claims a job when it is "
                            + seen.minimumAge().toMillis()
                            + " ms old, and the legacy servers take what they see before. If jobs are"
                            + " put in after their caller has committed, lower it: turnout cutover age 0s");
        }
    }

    /** A share that is raised keeps its key: with another one jobs would move back. */
    private RouteKey keyOf(Status seen) {
        return Sight.routeOf(seen, target.name()).key();
    }

    private static RouteKey given(String text) {
        return text.equals(ID)
                ? RouteKey.ID
                : RouteKey.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("TURNOUT-0432 '" + text
                                + "' is no key: give id, or the number of an argument and names of fields in it, as 2 or"
                                + " 2.tenant.id"));
    }
}
