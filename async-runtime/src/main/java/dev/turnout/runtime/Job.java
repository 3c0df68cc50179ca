// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A job that was handed in: what it is called, and what can be asked about it. Never blocks; for use by any thread.
 *
 * @param <R> what the task ends with; {@link Void} if with nothing
 */
public final class Job<R> {
    private final Door door;
    private final JobId id;
    private final TaskAddress task;
    private final CompletionStage<Boolean> sent;

    Job(Door door, JobId id, TaskAddress task, CompletionStage<Boolean> sent) {
        this.door = door;
        this.id = id;
        this.task = task;
        this.sent = sent;
    }

    public JobId id() {
        return id;
    }

    /** What the job names in the queue: for a twin with a facade, the facade. */
    public TaskAddress task() {
        return task;
    }

    /**
     * Ends when the job is in the queue: with true if it is new, with false if a job of that id was there before, and nothing was
     * changed. Fails if it was not sent: no answer came, or its transaction was rolled back.
     */
    public CompletionStage<Boolean> sent() {
        return sent;
    }

    /** The job's place in its life, as the layout names it; empty if there is no such job, or none yet. */
    public CompletionStage<Optional<String>> state() {
        return door.state(id);
    }

    /**
     * Ends the job in whatever state it is; a worker that runs it cancels stage and thread.
     *
     * @param why one sentence, kept in the job's history
     * @return what became of it, see {@link Door#cancel}
     */
    public CompletionStage<Answer> cancel(String why) {
        return door.cancel(id, why);
    }

    @Override
    public String toString() {
        return "job " + id + " of " + task;
    }
}
