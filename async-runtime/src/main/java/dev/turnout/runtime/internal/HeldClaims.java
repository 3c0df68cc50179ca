// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.task.JobId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All claims of this worker. Each takes one slot until its end is stored and no thread runs its body. */
final class HeldClaims {
    private final Set<HeldClaim> all = ConcurrentHashMap.newKeySet();
    private final int slots;
    private volatile Runnable onFree = () -> {};

    HeldClaims(int slots) {
        this.slots = slots;
    }

    void onFree(Runnable hears) {
        this.onFree = hears;
    }

    void add(HeldClaim held) {
        all.add(held);
    }

    void remove(HeldClaim held) {
        if (all.remove(held)) {
            onFree.run();
        }
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
