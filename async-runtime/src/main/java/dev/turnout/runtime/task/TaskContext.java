// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a task may ask about its own run, and say of it. A task that wants it takes a parameter of this type; it is not part
 * of the task's stored arguments. All methods may be called from any thread, and none blocks.
 */
public interface TaskContext {
    /** The job's id, the same over all attempts and both pools. */
    JobId id();

    /** 1 for the first attempt; attempts of the legacy pool, and runs that a crash ended, count too. */
    int attempt();

    /** How many of the earlier runs were ended by a crash of their worker. */
    int crashes();

    /** The fencing token of this run: larger than that of any earlier run of this job. Use it as an idempotency key. */
    long token();

    /** The task's address on the wire. */
    TaskAddress task();

    /** When the time-out will cancel this run, by this machine's clock; empty if the task has none. */
    Optional<Instant> deadline();

    /** Whether the run was cancelled, lost its lease or passed its time-out. A loop should ask now and then. */
    boolean cancelled();

    /** Ends when the run is cancelled, with a thread that must not wait. Never ends if it is not. */
    CompletionStage<@Nullable Void> cancellation();

    /**
     * Says how far the run has come. Stored with the next renewal of the lease, at the latest with the end; of several
     * reports in between the last one is stored.
     *
     * @param done what is done, 0 or more
     * @param total what there is to do, 1 or more
     */
    void progress(long done, long total);

    /**
     * A logger named after the task's class. The job's id, task and attempt are in the MDC while a job runs. Lines from INFO up,
     * the last 100 of a run, are stored with the job, too, and shown with it; stored as {@link #progress} is.
     */
    Logger logger();
}
