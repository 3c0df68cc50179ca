// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import java.util.Optional;

/**
 * Hears what becomes of each claim of a worker. After {@code started}, or without it, exactly one of the other four
 * comes for each claim.
 *
 * <p>Called on threads of the worker, for one claim in order, for several at the same time. Must not block. What it
 * throws is logged and changes nothing.
 */
public interface WorkerListener {
    /** The body starts now, on this thread: lease and route have just been checked. */
    default void started(Claim claim) {}

    /** The end is stored; {@code failure} is empty if the job ended well. A retry that is to come is a failed end too. */
    default void ended(Claim claim, Optional<Throwable> failure) {}

    /** The claim was given back, at no cost to the job; {@code why} is one sentence. */
    default void released(Claim claim, String why) {}

    /** The claim is no longer this worker's, or nobody could say whose it is; a result was dropped. */
    default void lost(Claim claim) {}

    /** This worker cannot run the job; {@code reason} is stored where an operator sees it. */
    default void parked(Claim claim, String reason) {}
}
