// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.control;

import dev.turnout.runtime.task.TaskAddress;
import java.util.Map;

/**
 * All routes from one moment. What is missing or cannot be read is the legacy pool's.
 *
 * @param epoch number of changes so far
 * @param routes task address, or {@code *} for all others, to route
 */
public record RouteTable(long epoch, Map<String, Route> routes) {
    /** The name under which the route of all tasks without one of their own is kept. */
    public static final String ALL = "*";

    /** What a worker believes before it has read anything. */
    public static final RouteTable UNREAD = new RouteTable(-1, Map.of());

    public RouteTable {
        routes = Map.copyOf(routes);
    }

    /** The route of a task. */
    public Route of(TaskAddress task) {
        Route own = routes.get(task.toString());
        return own != null ? own : routes.getOrDefault(ALL, Route.LEGACY);
    }
}
