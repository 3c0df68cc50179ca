// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteTable;
import dev.turnout.runtime.task.TaskAddress;
import java.util.Optional;

/**
 * One change of a route, and who answers for it.
 *
 * @param task the task; empty for all: then routes of single tasks are taken away
 * @param route which share is the async pool's from now on
 * @param who who asked for it; kept in the audit
 * @param why the reason; kept in the audit
 * @param acceptStock go ahead although unguarded legacy servers live, because they are paused
 */
public record Change(Optional<TaskAddress> task, Route route, String who, String why, boolean acceptStock) {
    /** All tasks. */
    public static Change all(Route route, String who, String why) {
        return new Change(Optional.empty(), route, who, why, false);
    }

    /** One task. */
    public static Change of(TaskAddress task, Route route, String who, String why) {
        return new Change(Optional.of(task), route, who, why, false);
    }

    /** The same, although unguarded legacy servers live: the operator says that they are paused. */
    public Change acceptingStock() {
        return new Change(task, route, who, why, true);
    }

    String target() {
        return task.map(TaskAddress::toString).orElse(RouteTable.ALL);
    }
}
