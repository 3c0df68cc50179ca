// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.control.Status;
import dev.turnout.runtime.task.TaskAddress;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
                        + " takes them out: the route of the group is theirs then, where they have none of their own.",
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
        if (wanted != null) {
            List<TaskAddress> tasks =
                    wanted.tasks.stream().map(TaskAddress::parse).toList();
            lever.ask(cutover -> cutover.status()
                    .thenCompose(seen -> cutover.group(
                            wanted.membership.name(), tasks, who, wanted.why, OptionalLong.of(sight.epoch(seen)))));
        }
        Status status = lever.ask(Cutover::status);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(status) : text(status));
        out.flush();
        return Turnout.DONE;
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

    private static String json(Status status) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("epoch", status.epoch());
        all.put("routes", Tables.routes(status));
        all.put("groups", new TreeMap<>(status.groups()));
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
    }
}
