// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All claims of this worker. Each takes one slot until its end is stored and no thread runs its body. */
final class HeldClaims {
    private final Set<HeldClaim> all = ConcurrentHashMap.newKeySet();
    private final Map<TaskAddress, Integer> byTask = new ConcurrentHashMap<>();
    private final int slots;
    private volatile Runnable onFree = () -> {};

    HeldClaims(int slots) {
        this.slots = slots;
    }

    void onFree(Runnable hears) {
        this.onFree = hears;
    }

    void add(HeldClaim held) {
        if (all.add(held)) {
            byTask.merge(held.claim().task(), 1, Integer::sum);
        }
    }

    void remove(HeldClaim held) {
        if (all.remove(held)) {
            byTask.merge(held.claim().task(), -1, Integer::sum);
            onFree.run();
        }
    }

    /** How many claims of these tasks are held. */
    int count(Set<TaskAddress> tasks) {
        return tasks.stream().mapToInt(task -> byTask.getOrDefault(task, 0)).sum();
    }

    int count() {
        return all.size();
    }

    int free() {
        return Math.max(0, slots - all.size());
    }

    boolean has(JobId id) {
        return all.stream().anyMatch(held -> held.claim().id().equals(id));
    }

    List<HeldClaim> in(State... states) {
        Set<State> wanted = Set.of(states);
        return all.stream().filter(held -> wanted.contains(held.state())).toList();
    }

    List<HeldClaim> all() {
        return List.copyOf(all);
    }
}
