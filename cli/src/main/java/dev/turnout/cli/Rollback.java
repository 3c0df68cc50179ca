// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Change;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.Route;
import dev.turnout.runtime.task.TaskAddress;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rollback",
        description =
                "Gives all tasks, or one, back to the legacy pool; returns when no async worker starts such a job any"
                        + " more. Never refused. Exit code 1 if a worker did not answer.",
        mixinStandardHelpOptions = true)
final class Rollback implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Reason reason = new Reason();

    @Option(names = "--task", description = "Only this task, as com.acme.Mailer#send(java.lang.String,long).")
    private @org.jspecify.annotations.Nullable String task;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Optional<TaskAddress> only = Optional.ofNullable(task).map(TaskAddress::parse);
        Change change = new Change(only, Route.LEGACY, reason.who(), reason.why(), true);
        Settled settled = lever.ask(cutover -> cutover.rollback(change, lever.patience(), Lever.progress()));
        String what = only.map(TaskAddress::toString).orElse("all tasks") + " back to legacy";
        return Outcome.print(spec.commandLine().getOut(), json, what, settled);
    }
}
