// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.Route;
import dev.turnout.runtime.task.TaskAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "switch",
        description =
                "Gives a share of a task's jobs, or of all, to the async pool; returns when every live worker obeys."
                        + " Exit code 1 if one did not answer, 2 if it was refused.",
        mixinStandardHelpOptions = true)
final class Switch implements Callable<Integer> {
    static final class Target {
        @Option(
                names = "--task",
                required = true,
                description = "The task, as com.acme.Mailer#send(java.lang.String,long).")
        private @org.jspecify.annotations.Nullable String task;

        @Option(names = "--all", required = true, description = "All tasks; routes of single tasks are taken away.")
        private boolean all;

        Optional<TaskAddress> task() {
            return Optional.ofNullable(task).map(TaskAddress::parse);
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Reason reason = new Reason();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(names = "--to", required = true, description = "Per cent of the jobs, 0 to 100; sticky by job id.")
    private int percent;

    @Option(
            names = "--accept-stock",
            description = "Go ahead although legacy servers live that are not guarded, because they are paused.")
    private boolean acceptStock;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Change change = new Change(target.task(), new Route(percent), reason.who(), reason.why(), acceptStock);
        Settled settled = lever.ask(cutover -> cutover.switchTo(change, lever.patience(), Lever.progress()));
        String what = target.task().map(TaskAddress::toString).orElse("all tasks") + " to " + change.route();
        return Outcome.print(spec.commandLine().getOut(), json, what, settled);
    }
}
