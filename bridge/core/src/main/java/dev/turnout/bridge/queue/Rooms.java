// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.task.TaskAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many more jobs of a task could be claimed at the moment of a look, by caps and pauses. A guess that saves bytes: what
 * binds is asked again in the script that claims. Not for use by several threads.
 */
final class Rooms {
    private static final String OTHERS = "*";

    private final Map<String, Integer> left = new HashMap<>();
    private final int others;

    /** @param said as {@code peek.lua} answers: task, room, task, room; what is not named has room enough */
    Rooms(Reply said) {
        said.map().forEach((task, room) -> left.put(task, Integer.valueOf(room)));
        this.others = left.getOrDefault(OTHERS, Integer.MAX_VALUE);
    }

    boolean has(TaskAddress task) {
        return left.getOrDefault(task.toString(), others) > 0;
    }

    void take(TaskAddress task) {
        left.put(task.toString(), left.getOrDefault(task.toString(), others) - 1);
    }

    /** No more of this one: its cap was reached, or it was paused, after the look. */
    void close(TaskAddress task) {
        left.put(task.toString(), 0);
    }

    boolean hasNone(Collection<TaskAddress> tasks) {
        return tasks.stream().noneMatch(this::has);
    }
}
