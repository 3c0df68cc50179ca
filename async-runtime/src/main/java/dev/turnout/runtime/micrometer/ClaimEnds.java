// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.WorkerListener;
import java.util.Optional;

/** A listener to whom it matters that a claim is over, and how. */
abstract class ClaimEnds implements WorkerListener {
    /** Called once a claim, after {@code started} where the body was started. */
    abstract void over(Claim claim, Outcome outcome, Optional<Throwable> failure);

    @Override
    public final void ended(Claim claim, Optional<Throwable> failure) {
        over(claim, failure.isEmpty() ? Outcome.SUCCEEDED : Outcome.FAILED, failure);
    }

    @Override
    public final void retried(Claim claim, Throwable failure) {
        over(claim, Outcome.RETRIED, Optional.of(failure));
    }

    @Override
    public final void released(Claim claim, String why) {
        over(claim, Outcome.RELEASED, Optional.empty());
    }

    @Override
    public final void lost(Claim claim) {
        over(claim, Outcome.LOST, Optional.empty());
    }

    @Override
    public final void parked(Claim claim, String reason) {
        over(claim, Outcome.PARKED, Optional.empty());
    }

    @Override
    public final void cancelled(Claim claim) {
        over(claim, Outcome.CANCELLED, Optional.empty());
    }

    @Override
    public final void abandoned(Claim claim) {
        over(claim, Outcome.ABANDONED, Optional.empty());
    }
}
