// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds one run of a task: where its continuations run and where its blocking calls go.
 *
 * <p>A worker opens one around each run, {@link Facade#await} one around each wait. {@link Stages} takes the scope of
 * the thread that composes and gives it back to the continuation, on whatever thread that runs; so a scope follows its
 * job, and there is no registry to look it up in.
 */
public interface JobScope {
    /** Where continuations run; never blocks the thread that completes a foreign stage. */
    Executor continuations();

    /**
     * Where blocking work goes.
     *
     * @param pool name of a bounded pool, empty for the default one
     */
    Executor blocking(String pool);

    /** Whether a thread may wait while this scope is current. False on a composed lane, true under a facade. */
    boolean mayWait();

    /**
     * Whether the run was cancelled. From then on {@link Stages} and {@link Blocking} begin nothing more in this scope: their
     * stages fail. What stands in a finally block has a scope of its own, which is never cancelled.
     */
    default boolean cancelled() {
        return false;
    }

    /** The scope of this thread, or null outside of any job. */
    static @Nullable JobScope current() {
        return ScopeHolder.CURRENT.get();
    }

    /** Runs {@code body} on this thread with this scope as the current one, and restores the former one after it. */
    default <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
        return ScopeHolder.callIn(this, body);
    }
}
