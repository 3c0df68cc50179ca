// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.Grouping;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.control.Status;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "route",
        description =
                "Shows the routes, and which tasks are in which group. With --group or --no-group, puts tasks into a group or"
                        + " takes them out: the route of the group is theirs then, where they have none of their own. Where that gives more to the"
                        + " async pool or less, it is asked what switch and rollback ask, and waited for as they do; exit codes too.",
        mixinStandardHelpOptions = true)
final class RouteVerb implements Callable<Integer> {
    static final class Membership {
        @Option(names = "--group", required = true, description = "The group to put the tasks into.")
        private @Nullable String group;

        @Option(names = "--no-group", required = true, description = "Out of whichever group they are in.")
        private boolean none;

        String name() {
            return group == null ? "" : group;
        }
    }

    static final class Change {
        @ArgGroup(multiplicity = "1")
        private Membership membership = new Membership();

        @Option(names = "--task", required = true, description = "A task; may come several times.")
        private List<String> tasks = List.of();

        @Option(names = "--why", required = true, description = "The reason; kept in the audit.")
        private String why = "";

        @Option(
                names = "--accept-stock",
                description = "Go ahead although legacy servers live that are not guarded, because they are paused.")
        private boolean acceptStock;

        @Option(
                names = "--confirm",
                description =
                        "Go ahead although only async workers can run some of the tasks, whose share falls; their jobs fail on"
                                + " legacy servers.")
        private boolean confirmed;
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Sight sight = new Sight();

    @ArgGroup(exclusive = false)
    private @Nullable Change change;

    @Option(names = "--who", defaultValue = "${sys:user.name}", description = "Who does it (${DEFAULT-VALUE}).")
    private String who = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Change wanted = change;
        if (wanted == null) {
            Status status = lever.ask(Cutover::status);
            print(json ? json(status, Map.of()) : text(status));
            return Turnout.DONE;
        }
        List<TaskAddress> tasks = wanted.tasks.stream().map(TaskAddress::parse).toList();
        Duration patience = lever.patience();
        Grouping grouping = new Grouping(
                wanted.membership.name(),
                tasks,
                who,
                Reason.given(wanted.why),
                wanted.acceptStock,
                sight.given(),
                wanted.confirmed,
                sight.given().isEmpty());
        Settled settled = lever.change(cutover -> cutover.group(grouping, patience, Lever.progress()));
        for (TaskAddress task : tasks) {
            lever.doubt(task, spec.commandLine().getErr());
        }
        Status status = lever.ask(Cutover::status);
        String what =
                wanted.membership.name().isEmpty() ? "out of their groups" : "into " + Target.words(settled.target());
        print(
                json
                        ? json(status, Outcome.map(what, lever.address(), settled))
                        : text(status) + "\n" + Outcome.text(what, lever.address(), settled));
        return settled.done() ? Turnout.DONE : Turnout.NO;
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    private static String text(Status status) {
        Set<String> names = new TreeSet<>(status.routes().keySet());
        names.addAll(status.groups().keySet());
        return "epoch " + status.epoch() + "\n"
                + (names.isEmpty()
                        ? "no route: every task is the legacy pool's"
                        : Tables.of(
                                List.of("task", "group", "route"),
                                names.stream().map(name -> new Object[] {
                                    name,
                                    status.groups().getOrDefault(name, ""),
                                    Sight.routeOf(status, name)
                                            + (status.routes().containsKey(name) ? "" : " (not its own)")
                                })));
    }

    private static String json(Status status, Map<String, Object> outcome) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>(outcome);
        all.put("epoch", status.epoch());
        all.put("routes", Tables.routes(status));
        all.put("groups", new TreeMap<>(status.groups()));
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
    }
}
