// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.runtime.task.TaskAddress;
import java.util.List;
import java.util.OptionalLong;

/**
 * A change of which tasks are in a group, and who answers for it.
 *
 * @param name of the group; empty to take the tasks out of theirs
 * @param tasks which
 * @param who who asked for it; kept in the audit
 * @param why the reason; kept in the audit
 * @param acceptStock as in {@link Change}
 * @param decidedOn as in {@link Change}
 * @param confirmed as in {@link Change}
 * @param yields as in {@link Change}
 */
public record Grouping(
        String name,
        List<TaskAddress> tasks,
        String who,
        String why,
        boolean acceptStock,
        OptionalLong decidedOn,
        boolean confirmed,
        boolean yields) {
    public Grouping {
        tasks = List.copyOf(tasks);
    }

    /** Tasks that go into a group, out of whichever they were in. */
    public static Grouping of(String name, List<TaskAddress> tasks, String who, String why) {
        return new Grouping(name, tasks, who, why, false, OptionalLong.empty(), false, false);
    }

    /** Tasks that go out of whichever group they are in. */
    public static Grouping none(List<TaskAddress> tasks, String who, String why) {
        return of("", tasks, who, why);
    }

    /** The same, only if the routes still are those of {@code epoch}. */
    public Grouping decidedOn(long epoch) {
        return new Grouping(name, tasks, who, why, acceptStock, OptionalLong.of(epoch), confirmed, yields);
    }

    String epoch() {
        return decidedOn.isPresent() ? Long.toString(decidedOn.getAsLong()) : "";
    }
}
