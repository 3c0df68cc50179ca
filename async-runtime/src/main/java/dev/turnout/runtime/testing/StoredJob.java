// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.JobOptions;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A job of a {@link MemoryStore}, as a test sees it. Values are those of the moment of the call. */
public final class StoredJob {
    final NewJob call;
    private final Trees trees;
    final Map<String, JsonNode> notes = new HashMap<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    volatile State state;
    volatile int crashes;
    volatile String reason = "";
    volatile Instant due;
    Instant leaseEnd = Instant.MIN;
    long token;
    String lastChange = "";
    Answer lastAnswer = new Answer.LostClaim();

    StoredJob(NewJob call, Trees trees, Instant now) {
        this.trees = trees;
        this.call = call;
        this.due = call.options().due().orElseGet(() -> now.plus(call.delay()));
        this.state = due.isAfter(now) ? State.SCHEDULED : State.ENQUEUED;
        this.notes.putAll(call.metadata());
    }

    public JobId id() {
        return call.id();
    }

    public TaskAddress task() {
        return call.task();
    }

    public State state() {
        return state;
    }

    /** The stored arguments, in order. */
    public List<Argument> arguments() {
        return call.arguments();
    }

    /**
     * One stored argument as a Java value; null if it is stored as null.
     *
     * @param at 0 for the first
     * @throws IndexOutOfBoundsException if there are not so many
     * @throws IllegalArgumentException if it cannot be read as {@code type}
     */
    public <T> @Nullable T argument(int at, Class<T> type) {
        return trees.read(call.arguments().get(at).value(), type);
    }

    /** What was asked of it beyond the call. */
    public JobOptions options() {
        return call.options();
    }

    /** What its attempts have failed with, in order. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** What its last failed attempt failed with; empty if none has failed. */
    public Optional<Throwable> lastFailure() {
        return failures.isEmpty() ? Optional.empty() : Optional.of(failures.get(failures.size() - 1));
    }

    /** Runs that were ended by the crash of their worker, or whose lease lapsed. */
    public int crashes() {
        return crashes;
    }

    /** Runs that have ended badly so far, crashes too. */
    public int attempts() {
        return failures.size() + crashes;
    }

    /** Why it was parked or cancelled; empty if it was not. */
    public String reason() {
        return reason;
    }

    /** Metadata that came with it, and notes of its runs. */
    public Map<String, JsonNode> notes() {
        synchronized (notes) {
            return Map.copyOf(notes);
        }
    }

    /** When it is, or was, due. */
    public Instant due() {
        return due;
    }

    void failed(Throwable cause) {
        failures.add(cause);
    }

    boolean mayRetry(int defaultRetries, int layoutRetries) {
        int retries = call.retries().orElse(defaultRetries < 0 ? layoutRetries : defaultRetries);
        return failures.size() <= retries;
    }

    Duration waited(Instant now) {
        Duration since = Duration.between(due, now);
        return since.isNegative() ? Duration.ZERO : since;
    }

    @Override
    public String toString() {
        return id() + " " + task() + " " + state + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /** Where a job stands. The names are those of JobRunr's layout, where it has them. */
    public enum State {
        SCHEDULED,
        ENQUEUED,
        PROCESSING,
        SUCCEEDED,
        FAILED,
        /** Cancelled. */
        DELETED,
        /** Left alone by a worker that cannot run it; offered again by {@link MemoryStore#reoffer}. */
        PARKED
    }
}
