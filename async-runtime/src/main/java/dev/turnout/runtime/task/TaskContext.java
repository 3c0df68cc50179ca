// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.task;

/**
 * What a task may ask about its own run. A task that wants it takes a parameter of this type; it is not part of the
 * task's stored arguments.
 */
public interface TaskContext {
    /** The job's id, the same over all attempts and both pools. */
    JobId id();

    /** 1 for the first attempt; attempts of the legacy pool count too. */
    int attempt();

    /** The fencing token of this run: larger than that of any earlier run of this job. Use it as an idempotency key. */
    long token();

    /** The task's address on the wire. */
    TaskAddress task();

    /** Whether the run was cancelled, lost its lease or passed its time-out. A loop should ask now and then. */
    boolean cancelled();
}
