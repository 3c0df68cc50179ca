// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a worker would claim now: each lane as many jobs as it can start soon, so that none lies idle in a full worker. */
final class Wants {
    private final Lanes lanes;
    private final List<Group> groups;

    Wants(TaskRegistry registry, Lanes lanes) {
        this.lanes = lanes;
        Map<String, List<TaskDefinition>> byLane =
                registry.all().stream().collect(Collectors.groupingBy(task -> task.lane() + ":" + task.pool()));
        this.groups = byLane.values().stream()
                .map(tasks -> new Group(
                        tasks.get(0),
                        tasks.stream().map(TaskDefinition::address).collect(Collectors.toUnmodifiableSet())))
                .toList();
    }

    Demand upTo(int slots) {
        List<Demand.Lane> wanted = new ArrayList<>();
        for (Group group : groups) {
            int room = Math.min(slots, lanes.roomFor(group.any(), slots));
            if (room > 0) {
                wanted.add(new Demand.Lane(room, group.tasks()));
            }
        }
        return new Demand(slots, wanted);
    }

    private record Group(TaskDefinition any, Set<TaskAddress> tasks) {}
}
