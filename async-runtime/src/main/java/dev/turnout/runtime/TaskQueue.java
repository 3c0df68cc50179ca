// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.TaskAddress;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs are put in:
 *
 * <pre>{@code
 * queue.enqueue(NotebookTasks::processUrlAsync, url, notebookId, userId).after(Duration.ofMinutes(5)).send();
 * }</pre>
 *
 * <p>{@code enqueue} names a method by reference, and takes its arguments: a wrong one does not compile. An argument is written down at
 * once; nothing is sent before {@code send}. Instead of a {@link dev.turnout.runtime.task.TaskContext}, which the worker gives, pass
 * null. Of overloaded methods the types have to be said: {@code queue.<Notes, String>enqueue(Notes::add, "x")}, and with what it ends
 * with for a twin, {@code queue.<Notes, String, Void>enqueue(Notes::addAsync, "x")}.
 *
 * <p>A twin that has a facade is named by the facade, so that every worker understands the job.
 *
 * <p>Immutable; for use by any thread. Nothing here blocks; callers that do use {@link #blocking}.
 */
@SuppressWarnings("overloads") // a method reference fits one alone, whether it returns a stage or not
public final class TaskQueue {
    private final Door door;
    private final Departure departure;
    private final ReturnTypes returns;
    private final Outbox outbox;
    private final Written written;

    private TaskQueue(Door door, Departure departure, ReturnTypes returns) {
        this.door = door;
        this.departure = departure;
        this.returns = returns;
        this.outbox = new Outbox(door, departure);
        this.written = new Written(door.form(), returns);
    }

    /** Jobs for {@code queue}, which stays the caller's. */
    public static TaskQueue on(Queue queue) {
        return through(queue.door());
    }

    /** Jobs through {@code door}, for example one that traces. */
    public static TaskQueue through(Door door) {
        return new TaskQueue(door, Departure.AT_ONCE, ReturnTypes.STAGES);
    }

    /** This queue, whose jobs leave when {@code departure} says; at once without it. */
    public TaskQueue leaving(Departure departure) {
        return new TaskQueue(door, departure, returns);
    }

    /** This queue, which takes methods that return such types for twins, too; {@link ReturnTypes#STAGES} without it. */
    public TaskQueue returns(ReturnTypes returns) {
        return new TaskQueue(door, departure, returns);
    }

    /** The same queue for callers that block. */
    public BlockingTaskQueue blocking() {
        return new BlockingTaskQueue(door, outbox, written);
    }

    /** A job's place in its life, as the layout names it; empty if there is no such job. */
    public CompletionStage<Optional<String>> state(JobId id) {
        return door.state(id);
    }

    /**
     * Ends a job in whatever state it is; a worker that runs it cancels stage and thread.
     *
     * @param why one sentence, kept in the job's history
     * @return what became of it, see {@link Door#cancel}
     */
    public CompletionStage<Answer> cancel(JobId id, String why) {
        return door.cancel(id, why);
    }

    /**
     * Sends many jobs in one go: on Redis, one script for up to some hundred. They leave together: if one of them is to leave {@link
     * JobOrder#immediately}, all do.
     *
     * @return ends when all are in the queue, with their handles in the same order. If it fails, some may be in; sent again, each is
     *     put in at most once
     * @throws IllegalArgumentException if the queue's layout cannot carry one of them; then none is sent
     */
    public CompletionStage<List<Job<?>>> sendAll(Collection<JobDraft<?>> drafts) {
        List<Job<?>> jobs = outbox.send(
                drafts.stream().map(JobOrder::job).toList(), drafts.stream().anyMatch(JobOrder::leavesAtOnce));
        return jobs.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : jobs.get(jobs.size() - 1).sent().thenApply(added -> jobs);
    }

    /**
     * Writes down a call by name, for callers that do not have the task's code.
     *
     * @param task on JobRunr's layout, the facade
     * @param arguments one a parameter, but for a {@code TaskContext}; of a class that the caller does not have, a {@link
     *     com.fasterxml.jackson.databind.JsonNode} in the form of the application's mapper
     * @throws IllegalArgumentException if their number or a type is wrong, or the layout cannot carry one
     */
    public JobDraft<?> enqueue(TaskAddress task, @Nullable Object... arguments) {
        return new JobDraft<Object>(written.named(task, arguments), door.form(), outbox);
    }

    /** Writes down a call without arguments of a static method, or of a method of the bean that the reference holds. */
    public JobDraft<Void> enqueue(Calls.Call0 method) {
        return draft(method);
    }

    /** Writes down a call without arguments of a twin, static or of the bean that the reference holds. */
    public <R extends @Nullable Object> JobDraft<R> enqueue(Calls.Stage0<R> twin) {
        return draft(twin);
    }

    /** Writes down a call without arguments of a method of the bean of its class. */
    public <T> JobDraft<Void> enqueue(Calls.Call1<T> method) {
        return draft(method);
    }

    /** Writes down a call without arguments of a twin of the bean of its class. */
    public <T, R extends @Nullable Object> JobDraft<R> enqueue(Calls.Stage1<T, R> twin) {
        return draft(twin);
    }

    /** Writes down a call with 1 argument of a static method, or of a method of the bean that the reference holds. */
    public <A extends @Nullable Object> JobDraft<Void> enqueue(Calls.Call1<A> method, A a) {
        return draft(method, a);
    }

    /** Writes down a call with 1 argument of a twin, static or of the bean that the reference holds. */
    public <A extends @Nullable Object, R extends @Nullable Object> JobDraft<R> enqueue(Calls.Stage1<A, R> twin, A a) {
        return draft(twin, a);
    }

    /** Writes down a call with 1 argument of a method of the bean of its class. */
    public <T, A extends @Nullable Object> JobDraft<Void> enqueue(Calls.Call2<T, A> method, A a) {
        return draft(method, a);
    }

    /** Writes down a call with 1 argument of a twin of the bean of its class. */
    public <T, A extends @Nullable Object, R extends @Nullable Object> JobDraft<R> enqueue(
            Calls.Stage2<T, A, R> twin, A a) {
        return draft(twin, a);
    }

    /** Writes down a call with 2 arguments of a static method, or of a method of the bean that the reference holds. */
    public <A extends @Nullable Object, B extends @Nullable Object> JobDraft<Void> enqueue(
            Calls.Call2<A, B> method, A a, B b) {
        return draft(method, a, b);
    }

    /** Writes down a call with 2 arguments of a twin, static or of the bean that the reference holds. */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> JobDraft<R> enqueue(
            Calls.Stage2<A, B, R> twin, A a, B b) {
        return draft(twin, a, b);
    }

    /** Writes down a call with 2 arguments of a method of the bean of its class. */
    public <T, A extends @Nullable Object, B extends @Nullable Object> JobDraft<Void> enqueue(
            Calls.Call3<T, A, B> method, A a, B b) {
        return draft(method, a, b);
    }

    /** Writes down a call with 2 arguments of a twin of the bean of its class. */
    public <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> JobDraft<R> enqueue(
            Calls.Stage3<T, A, B, R> twin, A a, B b) {
        return draft(twin, a, b);
    }

    /** Writes down a call with 3 arguments of a static method, or of a method of the bean that the reference holds. */
    public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> JobDraft<Void> enqueue(
            Calls.Call3<A, B, C> method, A a, B b, C c) {
        return draft(method, a, b, c);
    }

    /** Writes down a call with 3 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage3<A, B, C, R> twin, A a, B b, C c) {
        return draft(twin, a, b, c);
    }

    /** Writes down a call with 3 arguments of a method of the bean of its class. */
    public <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call4<T, A, B, C> method, A a, B b, C c) {
        return draft(method, a, b, c);
    }

    /** Writes down a call with 3 arguments of a twin of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage4<T, A, B, C, R> twin, A a, B b, C c) {
        return draft(twin, a, b, c);
    }

    /** Writes down a call with 4 arguments of a static method, or of a method of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call4<A, B, C, D> method, A a, B b, C c, D d) {
        return draft(method, a, b, c, d);
    }

    /** Writes down a call with 4 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage4<A, B, C, D, R> twin, A a, B b, C c, D d) {
        return draft(twin, a, b, c, d);
    }

    /** Writes down a call with 4 arguments of a method of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call5<T, A, B, C, D> method, A a, B b, C c, D d) {
        return draft(method, a, b, c, d);
    }

    /** Writes down a call with 4 arguments of a twin of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage5<T, A, B, C, D, R> twin, A a, B b, C c, D d) {
        return draft(twin, a, b, c, d);
    }

    /** Writes down a call with 5 arguments of a static method, or of a method of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call5<A, B, C, D, E> method, A a, B b, C c, D d, E e) {
        return draft(method, a, b, c, d, e);
    }

    /** Writes down a call with 5 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage5<A, B, C, D, E, R> twin, A a, B b, C c, D d, E e) {
        return draft(twin, a, b, c, d, e);
    }

    /** Writes down a call with 5 arguments of a method of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call6<T, A, B, C, D, E> method, A a, B b, C c, D d, E e) {
        return draft(method, a, b, c, d, e);
    }

    /** Writes down a call with 5 arguments of a twin of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage6<T, A, B, C, D, E, R> twin, A a, B b, C c, D d, E e) {
        return draft(twin, a, b, c, d, e);
    }

    /** Writes down a call with 6 arguments of a static method, or of a method of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call6<A, B, C, D, E, F> method, A a, B b, C c, D d, E e, F f) {
        return draft(method, a, b, c, d, e, f);
    }

    /** Writes down a call with 6 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage6<A, B, C, D, E, F, R> twin, A a, B b, C c, D d, E e, F f) {
        return draft(twin, a, b, c, d, e, f);
    }

    /** Writes down a call with 6 arguments of a method of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call7<T, A, B, C, D, E, F> method, A a, B b, C c, D d, E e, F f) {
        return draft(method, a, b, c, d, e, f);
    }

    /** Writes down a call with 6 arguments of a twin of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage7<T, A, B, C, D, E, F, R> twin, A a, B b, C c, D d, E e, F f) {
        return draft(twin, a, b, c, d, e, f);
    }

    /** Writes down a call with 7 arguments of a static method, or of a method of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call7<A, B, C, D, E, F, G> method, A a, B b, C c, D d, E e, F f, G g) {
        return draft(method, a, b, c, d, e, f, g);
    }

    /** Writes down a call with 7 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage7<A, B, C, D, E, F, G, R> twin, A a, B b, C c, D d, E e, F f, G g) {
        return draft(twin, a, b, c, d, e, f, g);
    }

    /** Writes down a call with 7 arguments of a method of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call8<T, A, B, C, D, E, F, G> method, A a, B b, C c, D d, E e, F f, G g) {
        return draft(method, a, b, c, d, e, f, g);
    }

    /** Writes down a call with 7 arguments of a twin of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage8<T, A, B, C, D, E, F, G, R> twin, A a, B b, C c, D d, E e, F f, G g) {
        return draft(twin, a, b, c, d, e, f, g);
    }

    /** Writes down a call with 8 arguments of a static method, or of a method of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            JobDraft<Void> enqueue(Calls.Call8<A, B, C, D, E, F, G, H> method, A a, B b, C c, D d, E e, F f, G g, H h) {
        return draft(method, a, b, c, d, e, f, g, h);
    }

    /** Writes down a call with 8 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(Calls.Stage8<A, B, C, D, E, F, G, H, R> twin, A a, B b, C c, D d, E e, F f, G g, H h) {
        return draft(twin, a, b, c, d, e, f, g, h);
    }

    /** Writes down a call with 8 arguments of a method of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            JobDraft<Void> enqueue(
                    Calls.Call9<T, A, B, C, D, E, F, G, H> method, A a, B b, C c, D d, E e, F f, G g, H h) {
        return draft(method, a, b, c, d, e, f, g, h);
    }

    /** Writes down a call with 8 arguments of a twin of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object,
                    R extends @Nullable Object>
            JobDraft<R> enqueue(
                    Calls.Stage9<T, A, B, C, D, E, F, G, H, R> twin, A a, B b, C c, D d, E e, F f, G g, H h) {
        return draft(twin, a, b, c, d, e, f, g, h);
    }

    private <R extends @Nullable Object> JobDraft<R> draft(Serializable method, @Nullable Object... arguments) {
        return new JobDraft<>(written.call(method, arguments), door.form(), outbox);
    }
}
