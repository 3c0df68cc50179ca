// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.Lane;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What a worker would claim now: each lane as many jobs as it can start soon, so that none lies idle in a full worker. */
final class Wants {
    private final Lanes lanes;
    private final HeldClaims held;
    private final List<Group> groups;

    Wants(TaskRegistry registry, Lanes lanes, HeldClaims held) {
        this.lanes = lanes;
        this.held = held;
        Map<String, List<TaskDefinition>> byLane =
                registry.all().stream().collect(Collectors.groupingBy(task -> task.lane() + ":" + task.pool()));
        this.groups = byLane.values().stream()
                .map(tasks -> new Group(
                        tasks.get(0),
                        tasks.stream().map(TaskDefinition::address).collect(Collectors.toUnmodifiableSet()),
                        new AtomicInteger()))
                .toList();
    }

    Demand upTo(int slots) {
        List<Demand.Lane> wanted = new ArrayList<>();
        for (Group group : groups) {
            int worth = lanes.worthHolding(group.any(), group.lost().get(), slots);
            int room = group.any().lane() == Lane.BLOCKING ? worth - held.count(group.tasks()) : worth;
            if (room > 0) {
                wanted.add(new Demand.Lane(Math.min(slots, room), group.tasks()));
            }
        }
        return new Demand(slots, wanted);
    }

    /**
     * A run of a lane is given up while a thread may still be in it; until that comes back, the lane has one thread less. One that
     * has not begun has no thread.
     */
    void givenUp(HeldClaim run) {
        Attempt attempt = run.begun() ? run.attempt() : null;
        for (Group group : groups) {
            if (attempt != null && group.tasks().contains(run.claim().task())) {
                group.lost().incrementAndGet();
                attempt.over().whenComplete((back, never) -> group.lost().decrementAndGet());
            }
        }
    }

    private record Group(TaskDefinition any, Set<TaskAddress> tasks, AtomicInteger lost) {}
}
