// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hears what becomes of each claim of a worker. After {@code started}, or without it, exactly one of {@code ended}, {@code
 * retried}, {@code released}, {@code parked}, {@code cancelled}, {@code abandoned} and {@code lost} comes for each claim.
 *
 * <p>Called on threads of the worker, for one claim in order, for several at the same time. Must not block. What it
 * throws is logged and changes nothing.
 */
public interface WorkerListener {
    /**
     * The worker has entered the queue's list and is about to claim for the first time; it claims when all listeners have
     * returned. Called once, on the worker's control thread. Not called if the worker is closed before it comes so far.
     *
     * @param worker its name
     */
    default void workerStarted(String worker) {}

    /**
     * The worker has drained and left the queue's list. Called once, on the thread that closes the worker, and only after {@link
     * #workerStarted}. What did not end in the time of the drain is not waited for, and may still be heard of.
     *
     * @param worker its name
     */
    default void workerStopped(String worker) {}

    /** The body starts now, on this thread: lease and route have just been checked. */
    default void started(Claim claim) {}

    /** The end is stored; {@code failure} is empty if the job ended well. */
    default void ended(Claim claim, Optional<Throwable> failure) {}

    /** The attempt has failed, and the queue has stored that it will be tried again. */
    default void retried(Claim claim, Throwable failure) {}

    /** The claim was given back, at no cost to the job; {@code why} is one sentence. */
    default void released(Claim claim, String why) {}

    /** The claim is no longer this worker's, or nobody could say whose it is; a result was dropped. */
    default void lost(Claim claim) {}

    /** This worker cannot run the job; {@code reason} is stored where an operator sees it. */
    default void parked(Claim claim, String reason) {}

    /** Somebody ended the job while this worker held it: its run was cancelled, and nothing of it is stored. */
    default void cancelled(Claim claim) {}

    /** The run did not end; it has lost its slot, and its lease will lapse. */
    default void abandoned(Claim claim) {}

    /**
     * An event-loop thread of the worker, or the one that reads the queue's answers, has not come back for some time. Called once a blockage, on the worker's control
     * thread.
     */
    default void blocked(LoopBlock block) {}

    /**
     * A blocked event-loop thread.
     *
     * @param claim whose code holds the thread; empty where that is not known: for the thread that reads the queue's answers
     * @param thread its name
     * @param stack where it stands, innermost frame first
     * @param since how long it has been held
     */
    record LoopBlock(Optional<Claim> claim, String thread, List<StackTraceElement> stack, Duration since) {
        public LoopBlock {
            stack = List.copyOf(stack);
        }
    }
}
