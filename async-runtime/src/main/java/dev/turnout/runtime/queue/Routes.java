// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The worker's own view of the routes, asked right before a body starts. A layout without a second pool answers with
 * {@link #ALWAYS}.
 */
public interface Routes {
    /** Every job may start here, for ever. */
    Routes ALWAYS = new Routes() {
        @Override
        public boolean mayStart(TaskAddress task, JobId id) {
            return true;
        }

        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public CompletionStage<Long> refresh() {
            return CompletableFuture.completedFuture(0L);
        }
    };

    /** Whether the route that this view knows lets the async pool start this job now. Never blocks. */
    boolean mayStart(TaskAddress task, JobId id);

    /** As {@link #mayStart(TaskAddress, JobId)}; a route may ask for the arguments too. */
    default boolean mayStart(Claim claim) {
        return mayStart(claim.task(), claim.id());
    }

    /** The epoch of this view. */
    long epoch();

    /** Reads the routes again. When the stage has ended, {@link #mayStart} answers by what was read. */
    CompletionStage<Long> refresh();
}
