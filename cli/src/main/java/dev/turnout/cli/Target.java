// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.control.RouteTable;
import dev.turnout.runtime.task.TaskAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a change of routes is about: one of these. */
final class Target {
    @Option(
            names = "--task",
            required = true,
            description = "The task, as com.acme.Mailer#send(java.lang.String,long).")
    private @Nullable String task;

    @Option(
            names = "--group",
            required = true,
            description = "The tasks of this group that have no route of their own.")
    private @Nullable String group;

    @Option(
            names = "--all",
            required = true,
            description = "All tasks; routes of single tasks and groups are taken away.")
    private boolean all;

    /** As the bridge names it. */
    String name() {
        if (group != null) {
            return RouteTable.group(group);
        }
        return task == null ? RouteTable.ALL : TaskAddress.parse(task).toString();
    }

    String words() {
        return words(name());
    }

    /** What the bridge has changed, which is the facade where somebody named its twin. */
    static String words(String name) {
        return RouteTable.groupIn(name)
                .map(group -> "group " + group)
                .orElse(name.equals(RouteTable.ALL) ? "all tasks" : name);
    }
}
