// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.control.Route;
import dev.turnout.bridge.control.RouteKey;
import dev.turnout.bridge.control.RouteTable;
import dev.turnout.runtime.task.TaskAddress;
import java.util.OptionalLong;

/**
 * One change of a route, and who answers for it.
 *
 * @param target the address of a task, {@code @} and the name of a group, or {@code *} for all: then routes of single tasks and
 *     groups are taken away
 * @param route which share is the async pool's from now on
 * @param who who asked for it; kept in the audit
 * @param why the reason; kept in the audit
 * @param acceptStock go ahead although unguarded legacy servers live, because they are paused
 * @param decidedOn the epoch of the routes that were seen when this was decided: where it has moved, nothing is changed; empty to
 *     change whatever stands there
 * @param confirmed let a share fall although only async workers can run some of the tasks: their jobs wait then; and let that of all
 *     rise although no worker knows some of them
 * @param yields let no share rise over what somebody else has changed within the last ten minutes
 */
public record Change(
        String target,
        Route route,
        String who,
        String why,
        boolean acceptStock,
        OptionalLong decidedOn,
        boolean confirmed,
        boolean yields) {
    /** All tasks. */
    public static Change all(Route route, String who, String why) {
        return new Change(RouteTable.ALL, route, who, why, false, OptionalLong.empty(), false, false);
    }

    /** One task. */
    public static Change of(TaskAddress task, Route route, String who, String why) {
        return new Change(task.toString(), route, who, why, false, OptionalLong.empty(), false, false);
    }

    /** The tasks of a group that have no route of their own. */
    public static Change group(String name, Route route, String who, String why) {
        return new Change(RouteTable.group(name), route, who, why, false, OptionalLong.empty(), false, false);
    }

    /** The same, although unguarded legacy servers live: the operator says that they are paused. */
    public Change acceptingStock() {
        return new Change(target, route, who, why, true, decidedOn, confirmed, yields);
    }

    /** The same, only if the routes still are those of {@code epoch}. */
    public Change decidedOn(long epoch) {
        return new Change(target, route, who, why, acceptStock, OptionalLong.of(epoch), confirmed, yields);
    }

    /** The same share, with another key. */
    public Change by(RouteKey key) {
        Route other = new Route(route.percent(), key);
        return new Change(target, other, who, why, acceptStock, decidedOn, confirmed, yields);
    }

    /** The same, although only async workers can run some of the tasks, or, where it is about all, none knows some. */
    public Change confirming() {
        return new Change(target, route, who, why, acceptStock, decidedOn, true, yields);
    }

    /** The same, unless it gives more to the async pool over what another {@code who} has changed within the last ten minutes. */
    public Change yielding() {
        return new Change(target, route, who, why, acceptStock, decidedOn, confirmed, true);
    }

    Change back() {
        return new Change(target, Route.LEGACY, who, why, acceptStock, decidedOn, confirmed, yields);
    }

    String epoch() {
        return decidedOn.isPresent() ? Long.toString(decidedOn.getAsLong()) : "";
    }
}
