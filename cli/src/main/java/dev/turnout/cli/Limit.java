// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.control.Status;
import dev.turnout.runtime.task.TaskAddress;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "limit",
        description = "Says how many jobs of a task may be in flight over all async workers; without a task, lists what"
                + " is set. Binds every worker with its next claim; running jobs go on.",
        mixinStandardHelpOptions = true)
final class Limit implements Callable<Integer> {
    static final class Target {
        @Option(
                names = "--task",
                required = true,
                description = "The task, as com.acme.Mailer#send(java.lang.String,long).")
        private @Nullable String task;

        @Option(
                names = "--all",
                required = true,
                description = "Each task that was never given a cap of its own; each counts by itself.")
        private boolean all;

        Optional<TaskAddress> task() {
            return Optional.ofNullable(task).map(TaskAddress::parse);
        }
    }

    static final class Bound {
        @Option(names = "--to", required = true, description = "How many, 1 or more.")
        private @Nullable Integer most;

        @Option(names = "--off", required = true, description = "No cap.")
        private boolean off;

        OptionalInt most() {
            return most == null ? OptionalInt.empty() : OptionalInt.of(most);
        }
    }

    static final class Change {
        @ArgGroup(multiplicity = "1")
        private Target target = new Target();

        @ArgGroup(multiplicity = "1")
        private Bound bound = new Bound();
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Remark remark = new Remark();

    @ArgGroup(exclusive = false)
    private @Nullable Change change;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Change wanted = change;
        if (wanted != null) {
            set(wanted.target.task(), wanted.bound.most());
        }
        Status status = lever.ask(Cutover::status);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(status));
        } else {
            if (wanted != null) {
                out.println(said(wanted));
            }
            out.println(Tables.limits(status));
        }
        out.flush();
        return Turnout.DONE;
    }

    private void set(Optional<TaskAddress> task, OptionalInt most) throws Exception {
        lever.changeQueue(queue -> {
            var controls = queue.controls(remark.who(), remark.why());
            return task.isPresent() ? controls.cap(task.get(), most) : controls.capOthers(most);
        });
        if (task.isPresent()) {
            lever.doubt(task.get(), spec.commandLine().getErr());
        }
    }

    private static String said(Change wanted) {
        String task = wanted.target
                .task()
                .map(TaskAddress::toString)
                .orElse("each task that was never given a cap of its own");
        OptionalInt most = wanted.bound.most();
        return task + ": "
                + (most.isPresent()
                        ? "at most " + most.getAsInt() + " jobs in flight over all async workers"
                        : "no cap any more");
    }

    private static String json(Status status) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("caps", Tables.caps(status));
        all.put("inFlight", new TreeMap<>(status.inFlight()));
        return new ObjectMapper().writeValueAsString(all);
    }
}
