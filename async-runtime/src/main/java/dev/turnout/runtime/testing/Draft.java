// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** A job that is being written down for an {@link InMemoryQueue}. Not for use by several threads. */
public final class Draft {
    private final InMemoryQueue queue;
    private final TaskAddress task;
    private final List<Argument> arguments;
    private final Map<String, JsonNode> metadata = new HashMap<>();
    private JobId id = new JobId(UUID.randomUUID().toString());
    private Duration delay = Duration.ZERO;
    private Optional<Integer> retries = Optional.empty();

    Draft(InMemoryQueue queue, TaskAddress task, List<Argument> arguments) {
        this.queue = queue;
        this.task = task;
        this.arguments = arguments;
    }

    /** The job is due so much later than now, by the queue's clock; a negative time is a job that has waited already. */
    public Draft after(Duration delay) {
        this.delay = delay;
        return this;
    }

    /** Attempts after the first, stored with the job; without this, the task says, and if it does not, the layout. */
    public Draft retries(int retries) {
        this.retries = Optional.of(retries);
        return this;
    }

    /** An id of the test's choice instead of a random one. */
    public Draft id(String id) {
        this.id = new JobId(id);
        return this;
    }

    /** One entry of what travels with the job, such as {@code traceparent}. */
    public Draft metadata(String key, String value) {
        metadata.put(key, new TextNode(value));
        return this;
    }

    /**
     * Puts the job in.
     *
     * @return the job, as it stands from now on
     * @throws IllegalStateException if a job of that id is there already
     * @throws dev.turnout.runtime.FailedJobs in inline mode, if the job fails
     * @throws UnfinishedJobs in inline mode, if it takes longer than the limit
     */
    public StoredJob enqueue() {
        NewJob job = new NewJob(id, task, arguments, delay, retries, metadata);
        if (!inserted(job)) {
            throw new IllegalStateException(
                    "TURNOUT-0385 a job of id " + id + " is there already. Nothing was put in. Give another id.");
        }
        return queue.job(id);
    }

    private boolean inserted(NewJob job) {
        try {
            return queue.insert(job).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
