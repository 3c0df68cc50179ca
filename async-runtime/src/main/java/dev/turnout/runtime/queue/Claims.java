// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Taking jobs and saying what became of them. All methods are safe for use by several threads and never block; a
 * business outcome is an {@link Answer}, a stage fails only where a programmer erred.
 */
public interface Claims {
    /** The note under which a task's own progress comes: an object with {@code done} and {@code total}. */
    String PROGRESS = "progress";

    /**
     * The note under which a task's own log lines come: an array of all that are kept, each an object with {@code level}, {@code
     * at} (ISO text) and {@code message}.
     */
    String LOG = "log";

    /**
     * Claims as many jobs as {@code demand} says, of tasks whose route allows this pool, which are not paused, and of which
     * fewer than their cap are in flight. A claim expires at the queue's clock + lease. Jobs of other tasks are left where
     * they are, and parked if they cannot be read.
     *
     * @return the claims, oldest first; empty if there is nothing for us, or if the queue gave no answer. Fails for any reason
     *     that is not the queue's: then the worker waits before it asks again
     */
    CompletionStage<List<Claim>> claim(Demand demand);

    /**
     * How many waiting jobs a claim looks at, or nearly so, before it answers that there is nothing for us; the next claim looks
     * on from there. {@link Integer#MAX_VALUE} where each claim looks at all of them.
     */
    default int looksAt() {
        return Integer.MAX_VALUE;
    }

    /**
     * Extends the leases of all {@code claims} in one go.
     *
     * @return one answer a claim, in the same order; {@code LostClaim}, and {@code AlreadyFinal} where somebody has ended
     *     the job, ask the caller to cancel the run
     */
    CompletionStage<List<Answer>> renew(List<Claim> claims);

    /** Records that the job has ended well. */
    CompletionStage<Answer> complete(Claim claim);

    /** Records a failed attempt, and in the same change either the next attempt or the failed end. */
    CompletionStage<Answer> fail(Claim claim, Failure failure);

    /** Gives a job back as if it had never been claimed: costs no attempt, and any pool may take it at once. */
    CompletionStage<Answer> release(Claim claim);

    /** Gives a job back that this worker cannot run, and keeps the reason where an operator sees it. */
    CompletionStage<Answer> park(Claim claim, String reason);

    /** Stores progress, logs and other metadata of a running job. A key that is absent stays as it was. */
    CompletionStage<Answer> note(Claim claim, Map<String, JsonNode> metadata);

    /**
     * Says that nothing more will be asked about this claim: it was lost, or no answer came to the end. Lets go of what is
     * kept in memory for it; changes nothing in the queue. Does nothing for a claim that is not known.
     */
    default void forget(Claim claim) {}
}
