// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A door behind which nothing works: each call throws, or gives a stage that fails. */
record BrokenDoor(RuntimeException failure, boolean later) implements Door {
    private <T> CompletionStage<T> broken() {
        if (!later) {
            throw failure;
        }
        return CompletableFuture.<T>failedFuture(failure).thenApply(never -> never); // wrapped, as drivers' stages are
    }

    @Override
    public CompletionStage<Boolean> insert(NewJob job) {
        return broken();
    }

    @Override
    public CompletionStage<Optional<String>> state(JobId id) {
        return broken();
    }

    @Override
    public CompletionStage<Answer> cancel(JobId id, String why) {
        return broken();
    }

    @Override
    public CompletionStage<Backlog> backlog(Set<TaskAddress> tasks) {
        return broken();
    }

    @Override
    public CompletionStage<List<Parked>> parked(int limit) {
        return broken();
    }
}
