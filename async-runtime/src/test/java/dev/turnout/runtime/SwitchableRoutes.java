// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.TestStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Routes that a test switches; what is stored counts only after a refresh. */
final class SwitchableRoutes implements Routes {
    volatile long stored = 1;
    private final TestStore store;
    private volatile boolean closed;
    private volatile long read = 1;

    SwitchableRoutes(TestStore store) {
        this.store = store;
    }

    @Override
    public boolean mayStart(TaskAddress task, JobId id) {
        return !closed;
    }

    @Override
    public long epoch() {
        return read;
    }

    @Override
    public CompletionStage<Long> refresh() {
        closed = store.legacyOnly;
        read = stored;
        return CompletableFuture.completedFuture(read);
    }
}
