// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Sends each new claim into the lane of its task. */
final class Dispatcher {
    private final TaskRegistry registry;
    private final HeldClaims held;
    private final Workshop shop;

    Dispatcher(TaskRegistry registry, HeldClaims held, Workshop shop) {
        this.registry = registry;
        this.held = held;
        this.shop = shop;
    }

    /**
     * Takes {@code claim} in. Never blocks.
     *
     * @param asked {@link System#nanoTime} before it was asked for
     */
    void accept(Claim claim, long asked) {
        HeldClaim run = new HeldClaim(claim, asked);
        held.add(run);
        Optional<TaskDefinition> task = registry.find(claim.task());
        if (task.isEmpty()) {
            shop.endings()
                    .park(
                            run,
                            "TURNOUT-0103 job " + claim.id() + " names " + claim.task()
                                    + ", which is not registered here. Register the task, or leave it to the legacy pool.");
            return;
        }
        Attempt attempt = new Attempt(run, task.get(), shop);
        run.runs(attempt);
        try {
            shop.lanes().of(task.get()).execute(attempt);
        } catch (RejectedExecutionException full) {
            attempt.rejected(full);
        }
    }
}
