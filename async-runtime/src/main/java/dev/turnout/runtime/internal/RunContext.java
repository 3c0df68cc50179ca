// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What a task sees of its run. */
record RunContext(Claim claim, RunScope scope, Around around, Optional<Instant> deadline) implements TaskContext {
    @Override
    public JobId id() {
        return claim.id();
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public int crashes() {
        return claim.crashes();
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

    @Override
    public CompletionStage<@Nullable Void> cancellation() {
        return scope.cancellation();
    }

    @Override
    public void progress(long done, long total) {
        if (done < 0 || total < 1) {
            throw new IllegalArgumentException("TURNOUT-0120 progress " + done + " of " + total
                    + " makes no sense; done is 0 or more, total 1 or more.");
        }
        ObjectNode progress = JsonNodeFactory.instance.objectNode();
        progress.put("done", done).put("total", total);
        around.note(Claims.PROGRESS, progress);
    }

    @Override
    public Logger logger() {
        return around.logger();
    }
}
