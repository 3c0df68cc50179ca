// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Door.Backlog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that ends by itself: when the queue has nothing more that this worker may claim, or when so many jobs have been claimed. It is
 * asked after each answer to a claim, so whatever a job has put in before it ended is seen.
 */
final class Burst {
    private static final Logger LOG = LoggerFactory.getLogger(Burst.class);

    private final int maxJobs;
    private final boolean deferredToo;
    private final HeldClaims held;
    private final Supplier<CompletionStage<Backlog>> backlog;
    private final Supplier<CompletionStage<String>> pauses;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final Runnable lookOn;
    private final int looksAt;
    private final AtomicLong inVain = new AtomicLong();
    private volatile int claimed; // written by one round at a time

    /**
     * @param deferredToo whether jobs that are due later are waited for
     * @param pauses says in words what is paused
     * @param lookOn asks for one more claim
     * @param looksAt see {@link dev.turnout.runtime.queue.Claims#looksAt}
     */
    Burst(
            int maxJobs,
            boolean deferredToo,
            HeldClaims held,
            Supplier<CompletionStage<Backlog>> backlog,
            Supplier<CompletionStage<String>> pauses,
            Runnable lookOn,
            int looksAt) {
        this.looksAt = looksAt;
        this.lookOn = lookOn;
        this.maxJobs = maxJobs;
        this.deferredToo = deferredToo;
        this.held = held;
        this.backlog = backlog;
        this.pauses = pauses;
    }

    /** How many jobs may still be claimed. */
    int quota() {
        return maxJobs - claimed;
    }

    /** An answer to a claim with so many jobs has come, or none was asked for because the quota is used up. */
    void answered(int jobs) {
        claimed += jobs;
        if (jobs > 0 || held.count() > 0) {
            inVain.set(0);
            return;
        }
        inVain.incrementAndGet();
        if (quota() <= 0) {
            over.complete(null);
            return;
        }
        Inquiry.within(backlog.get()).whenComplete((left, failure) -> {
            if (failure != null) {
                LOG.warn("TURNOUT-0302 the queue did not say what is left; it is asked again.", failure);
            } else if (left.claimable() == 0
                    && (!deferredToo || left.deferred() == 0)
                    && held.count() == 0
                    && inVain.get() > lookedThrough(left)) {
                end(left);
            } else if (left.claimable() == 0) {
                lookOn.run();
            }
        });
    }

    /** What is paused is nothing to wait for: nobody knows how long. */
    private void end(Backlog left) {
        if (left.paused() == 0) {
            over.complete(null);
            return;
        }
        Inquiry.within(pauses.get()).whenComplete((paused, failure) -> {
            LOG.warn(
                    "TURNOUT-0412 the burst ends because of a pause of {}. Jobs that stay in the queue: {}. Run it again"
                            + " after 'turnout resume'.",
                    failure == null ? paused : "their tasks",
                    left.paused());
            over.complete(null);
        });
    }

    /**
     * After how many claims in vain a queue has surely been looked through. A long one is only estimated, and a claim looks
     * at a part of it, each time from where the last one ended; what is not ours may stand before what is.
     */
    private long lookedThrough(Backlog left) {
        return left.estimated() ? 1 + left.waiting() / looksAt : 0;
    }

    /** Ends when the burst is over. */
    CompletionStage<@Nullable Void> over() {
        return over;
    }
}
