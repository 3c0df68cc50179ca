// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each new claim into the lane of its task. Where that takes nothing now, full or without a thread to be had, the claim is
 * kept for a moment and tried once more, then given back: so a full lane costs no attempt, and claims do not go round in a hot loop.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long PAUSE_MILLIS = 500;

    private final TaskRegistry registry;
    private final HeldClaims held;
    private final Workshop shop;
    private final Function<TaskDefinition, Executor> lanes;

    /** @param lanes where bodies of a task start; one that is full rejects, none blocks */
    Dispatcher(TaskRegistry registry, HeldClaims held, Workshop shop, Function<TaskDefinition, Executor> lanes) {
        this.registry = registry;
        this.held = held;
        this.shop = shop;
        this.lanes = lanes;
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
        begin(run, task.get(), attempt, () -> rest(run, task.get(), attempt));
    }

    private void begin(HeldClaim run, TaskDefinition task, Attempt attempt, Runnable orElse) {
        try {
            lanes.apply(task).execute(attempt);
        } catch (RejectedExecutionException full) {
            LOG.debug("the lane of job {} is full", run.claim().id(), full);
            orElse.run();
        } catch (Throwable none) { // no thread could be made for it, which may pass
            LOG.warn(
                    "TURNOUT-0356 job {} of task {} got no thread of its lane; it is tried again, or given back. Look at the"
                            + " limits for threads and processes of this machine, and at its memory.",
                    run.claim().id(),
                    run.claim().task(),
                    none);
            orElse.run();
        }
    }

    private void rest(HeldClaim run, TaskDefinition task, Attempt attempt) {
        try {
            shop.timer()
                    .schedule(
                            () -> {
                                if (run.state() == State.CLAIMED) {
                                    begin(run, task, attempt, () -> giveBack(run, task));
                                }
                            },
                            PAUSE_MILLIS,
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            giveBack(run, task);
        }
    }

    private void giveBack(HeldClaim run, TaskDefinition task) {
        String why = "TURNOUT-0303 the " + task.lane() + " lane of task " + task.address()
                + " takes nothing more; the job was not run. Give the lane more threads, or cap the task.";
        LOG.warn("job {} is given back: {}", run.claim().id(), why);
        shop.endings().giveBack(run, why);
    }
}
