// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The scope of what stands in a finally block: as the one around it, but its steps have their turn after a cancel too. */
record CleanUp(JobScope around) implements JobScope {
    /** Runs {@code last} on this thread, now, as a clean-up of whatever job this is. */
    static <T extends @Nullable Object> CompletionStage<T> run(Step<T> last) throws Exception {
        JobScope scope = JobScope.current();
        return scope == null ? last.run() : ScopeHolder.callIn(new CleanUp(scope), last::run);
    }

    @Override
    public Executor continuations() {
        return around.continuations();
    }

    @Override
    public Executor blocking(String pool) {
        return around.blocking(pool);
    }

    @Override
    public boolean mayWait() {
        return around.mayWait();
    }

    @Override
    public boolean cancelled() {
        return false;
    }
}
