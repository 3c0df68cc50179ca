// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A view whose time leaps: where nothing runs and nothing is due, a claim moves the clock to the next due time and takes what
 * is due then. So a day of retries passes in no time, and no job sees another one's time pass while it runs.
 */
final class Timetable extends InMemoryQueue {
    private final Set<TaskAddress> known;
    private final Instant until;

    /**
     * @param known the tasks whose jobs count as something to do
     * @param until the clock is not moved past this
     */
    Timetable(MemoryStore store, Set<TaskAddress> known, Instant until) {
        super(store);
        this.known = known;
        this.until = until;
    }

    @Override
    public CompletionStage<List<Claim>> claim(Demand demand) {
        List<Claim> claims = store().claim(demand, routes().epoch());
        while (claims.isEmpty() && store().leap(known, until)) {
            claims = store().claim(demand, routes().epoch());
        }
        return CompletableFuture.completedFuture(claims);
    }

    /** What is due later than this view goes is nothing to wait for. */
    @Override
    public CompletionStage<Backlog> backlog(Set<TaskAddress> tasks) {
        return super.backlog(tasks)
                .thenApply(all -> new Backlog(
                        all.claimable(),
                        all.paused(),
                        all.estimated(),
                        all.oldest(),
                        store().dueBy(until),
                        all.parked(),
                        all.waiting()));
    }
}
