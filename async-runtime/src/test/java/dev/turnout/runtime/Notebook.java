// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.JobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a worker said of each claim. */
final class Notebook implements WorkerListener {
    private final Map<JobId, List<String>> entries = new ConcurrentHashMap<>();

    List<String> of(JobId id) {
        return entries.getOrDefault(id, List.of());
    }

    private void enter(Claim claim, String what) {
        entries.computeIfAbsent(claim.id(), id -> new CopyOnWriteArrayList<>()).add(what);
    }

    @Override
    public void started(Claim claim) {
        enter(claim, "started");
    }

    @Override
    public void ended(Claim claim, Optional<Throwable> failure) {
        enter(claim, "ended");
    }

    @Override
    public void retried(Claim claim, Throwable failure) {
        enter(claim, "retried");
    }

    @Override
    public void cancelled(Claim claim) {
        enter(claim, "cancelled");
    }

    @Override
    public void abandoned(Claim claim) {
        enter(claim, "abandoned");
    }

    @Override
    public void released(Claim claim, String why) {
        enter(claim, "released");
    }

    @Override
    public void lost(Claim claim) {
        enter(claim, "lost");
    }

    @Override
    public void parked(Claim claim, String reason) {
        enter(claim, "parked");
    }
}
