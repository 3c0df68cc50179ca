// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.queue.JobOptions;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One job that is not sent yet: the call is written down, the rest can be said. What the queue's layout cannot carry is refused when
 * it is sent, and never dropped. Not for use by several threads at once.
 *
 * <p>It has its id from the start; sent again after a failure, it is put in at most once.
 *
 * @param <D> what the methods return: itself
 */
public abstract class JobOrder<D extends JobOrder<D>> {
    private final TaskAddress task;
    private final List<Argument> arguments;
    private final Form form;
    private JobId id = new JobId(UUID.randomUUID().toString());
    private Duration delay = Duration.ZERO;
    private Optional<Integer> retries;
    private JobOptions options;
    private boolean atOnce;

    JobOrder(Call call, Form form) {
        this.task = call.task();
        this.arguments = call.arguments();
        this.form = form;
        this.retries = call.declared().retries();
        this.options = call.declared().name().map(JobOptions.NONE::name).orElse(JobOptions.NONE);
        if (!call.declared().labels().isEmpty()) {
            this.options = options.labels(call.declared().labels());
        }
    }

    /** A call, written down. */
    record Call(TaskAddress task, List<Argument> arguments, Form.Declared declared) {}

    abstract D self();

    /** The id that the job has, or will have. */
    public final JobId id() {
        return id;
    }

    /**
     * An id of the caller's choice instead of a random one: of two jobs of one id only the first comes in.
     *
     * @param id on JobRunr's layout a lower-case UUID
     */
    public final D id(String id) {
        this.id = new JobId(id);
        return self();
    }

    /**
     * The job is due so much later than it is put in.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public final D after(Duration delay) {
        this.delay = atLeastZero("a delay", delay);
        return self();
    }

    /** The job is due at that moment, by the queue's clock; at once if it has passed. */
    public final D at(Instant moment) {
        options = options.due(moment);
        return self();
    }

    /**
     * Attempts after the first, stored with the job: they count more than what the task declares.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public final D retries(int retries) {
        if (retries < 0) {
            throw refused("a number of retries", retries);
        }
        this.retries = Optional.of(retries);
        return self();
    }

    /** What people see instead of class, method and arguments. */
    public final D name(String name) {
        options = options.name(name);
        return self();
    }

    /** Words by which people find the job; on JobRunr's layout at most 3, of at most 45 characters. */
    public final D labels(String... labels) {
        options = options.labels(List.of(labels));
        return self();
    }

    /** Only one job of that key may wait or run at a time. Not on JobRunr's layout. */
    public final D unique(String key) {
        options = options.unique(key);
        return self();
    }

    /** If it has not started by then, it never does. Not on JobRunr's layout. */
    public final D expiresAfter(Duration time) {
        options = options.expiry(atLeastZero("an expiry", time));
        return self();
    }

    /** Higher ones first. Not on JobRunr's layout. */
    public final D priority(int priority) {
        options = options.priority(priority);
        return self();
    }

    /** A time-out of its own for each attempt. Not on JobRunr's layout; there {@code @AsyncTask(timeout)} says it. */
    public final D timeout(Duration limit) {
        options = options.timeout(atLeastZero("a time-out", limit));
        return self();
    }

    /** How long what the task ends with is kept. Not on JobRunr's layout. */
    public final D keepResult(Duration time) {
        options = options.result(atLeastZero("a time", time));
        return self();
    }

    /** A word that travels with the job. Not on JobRunr's layout. */
    public final D header(String name, String value) {
        options = options.header(name, value);
        return self();
    }

    /** Sends it without waiting for the commit of the caller's transaction: a worker may run it before, or although none comes. */
    public final D immediately() {
        atOnce = true;
        return self();
    }

    final boolean leavesAtOnce() {
        return atOnce;
    }

    final NewJob job() {
        return new NewJob(id, task, arguments, delay, retries, form.context(), options);
    }

    private static Duration atLeastZero(String what, Duration time) {
        if (time.isNegative()) {
            throw refused(what, time);
        }
        return time;
    }

    private static IllegalArgumentException refused(String what, Object value) {
        return new IllegalArgumentException(
                "TURNOUT-0644 " + what + " of " + value + " makes no sense; nothing was put in. Give zero or more.");
    }
}
