// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;

/** What a task sees of its run. */
record RunContext(Claim claim, RunScope scope) implements TaskContext {
    @Override
    public JobId id() {
        return claim.id();
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public long token() {
        return claim.token();
    }

    @Override
    public TaskAddress task() {
        return claim.task();
    }

    @Override
    public boolean cancelled() {
        return scope.cancelled();
    }
}
