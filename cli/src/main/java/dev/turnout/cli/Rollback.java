// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.Route;
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
        name = "rollback",
        description =
                "Gives all tasks, a group or one task back to the legacy pool; returns when no async worker starts such a job any"
                        + " more, and says when one last claimed and last started a job. Exit code 1 if a worker did not answer, 2 if it"
                        + " was refused: because only async workers can run some of the tasks, or because the routes have moved.",
        mixinStandardHelpOptions = true)
final class Rollback implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Reason reason = new Reason();

    @Mixin
    private Sight sight = new Sight();

    @ArgGroup
    private @Nullable Target only;

    @Option(
            names = "--confirm",
            description =
                    "Go ahead although only async workers can run some of the tasks; their jobs fail on legacy servers.")
    private boolean confirmed;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Target target = only == null ? new Target() : only;
        Change change = new Change(
                target.name(), Route.LEGACY, reason.who(), reason.why(), true, sight.given(), confirmed, false);
        Duration patience = lever.patience();
        Settled settled = lever.change(
                cutover -> sight.of(cutover, target, spec.commandLine().getErr())
                        .thenCompose(seen -> cutover.rollback(change, patience, Lever.progress())));
        return Outcome.print(
                spec.commandLine().getOut(),
                json,
                Target.words(settled.target()) + " back to legacy",
                lever.address(),
                settled);
    }
}
