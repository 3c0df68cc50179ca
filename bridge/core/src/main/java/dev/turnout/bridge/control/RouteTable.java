// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import dev.turnout.runtime.task.TaskAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All routes from one moment. What is missing or cannot be read is the legacy pool's. The route of a task is its own, else that
 * of its group, else that of all others.
 *
 * @param epoch number of changes so far
 * @param routes task address, {@code @group}, or {@code *} for all others, to route
 * @param groups task address to the name of its group
 */
public record RouteTable(long epoch, Map<String, Route> routes, Map<String, String> groups) {
    /** The name under which the route of all tasks without one of their own is kept. */
    public static final String ALL = "*";

    /** What a worker believes before it has read anything. */
    public static final RouteTable UNREAD = new RouteTable(-1, Map.of(), Map.of());

    private static final String GROUP = "@";

    public RouteTable {
        routes = Map.copyOf(routes);
        groups = Map.copyOf(groups);
    }

    /** The name under which the route of a group is kept. */
    public static String group(String name) {
        return GROUP + name;
    }

    /** The name of the group that {@code target} is, if it is one. */
    public static Optional<String> groupIn(String target) {
        return target.startsWith(GROUP) ? Optional.of(target.substring(GROUP.length())) : Optional.empty();
    }

    /** The same routes with {@code tasks} in the group {@code name}, or in none where that is empty. */
    public RouteTable with(List<TaskAddress> tasks, String name) {
        Map<String, String> changed = new HashMap<>(groups);
        for (TaskAddress task : tasks) {
            if (name.isEmpty()) {
                changed.remove(task.toString());
            } else {
                changed.put(task.toString(), name);
            }
        }
        return new RouteTable(epoch, routes, changed);
    }

    /** The route of a task. */
    public Route of(TaskAddress task) {
        return of(task.toString());
    }

    private Route of(String task) {
        Route own = routes.get(task);
        if (own != null) {
            return own;
        }
        String group = groups.get(task);
        Route common = group == null ? null : routes.get(group(group));
        return common != null ? common : routes.getOrDefault(ALL, Route.LEGACY);
    }
}
