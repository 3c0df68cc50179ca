// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TaskQueue} for callers that block: {@code send} returns when the job is in the queue. Else all is as there.
 *
 * <p>Immutable; for use by any thread that may wait.
 */
@SuppressWarnings("overloads") // as in TaskQueue
public final class BlockingTaskQueue {
    private final Door door;
    private final Outbox outbox;
    private final Written written;

    BlockingTaskQueue(Door door, Outbox outbox, Written written) {
        this.door = door;
        this.outbox = outbox;
        this.written = written;
    }

    /** As {@link TaskQueue#state}; waits for the answer. */
    public Optional<String> state(JobId id) {
        return Facade.await(() -> door.state(id));
    }

    /** As {@link TaskQueue#cancel}; waits for the answer. */
    public Answer cancel(JobId id, String why) {
        return Facade.await(() -> door.cancel(id, why));
    }

    /** As {@link TaskQueue#sendAll}, and waits as {@link BlockingJobDraft#send} does. */
    public List<Job<?>> sendAll(Collection<BlockingJobDraft<?>> drafts) {
        return outbox.sendAndWait(
                drafts.stream().map(JobOrder::job).toList(), drafts.stream().anyMatch(JobOrder::leavesAtOnce));
    }

    /** As {@link TaskQueue#enqueue(TaskAddress, Object...)}. */
    public BlockingJobDraft<?> enqueue(TaskAddress task, @Nullable Object... arguments) {
        return new BlockingJobDraft<Object>(written.named(task, arguments), written.form(), outbox);
    }

    /** Writes down a call without arguments of a static method, or of a method of the bean that the reference holds. */
    public BlockingJobDraft<Void> enqueue(Calls.Call0 method) {
        return draft(method);
    }

    /** Writes down a call without arguments of a twin, static or of the bean that the reference holds. */
    public <R extends @Nullable Object> BlockingJobDraft<R> enqueue(Calls.Stage0<R> twin) {
        return draft(twin);
    }

    /** Writes down a call without arguments of a method of the bean of its class. */
    public <T> BlockingJobDraft<Void> enqueue(Calls.Call1<T> method) {
        return draft(method);
    }

    /** Writes down a call without arguments of a twin of the bean of its class. */
    public <T, R extends @Nullable Object> BlockingJobDraft<R> enqueue(Calls.Stage1<T, R> twin) {
        return draft(twin);
    }

    /** Writes down a call with 1 argument of a static method, or of a method of the bean that the reference holds. */
    public <A extends @Nullable Object> BlockingJobDraft<Void> enqueue(Calls.Call1<A> method, A a) {
        return draft(method, a);
    }

    /** Writes down a call with 1 argument of a twin, static or of the bean that the reference holds. */
    public <A extends @Nullable Object, R extends @Nullable Object> BlockingJobDraft<R> enqueue(
            Calls.Stage1<A, R> twin, A a) {
        return draft(twin, a);
    }

    /** Writes down a call with 1 argument of a method of the bean of its class. */
    public <T, A extends @Nullable Object> BlockingJobDraft<Void> enqueue(Calls.Call2<T, A> method, A a) {
        return draft(method, a);
    }

    /** Writes down a call with 1 argument of a twin of the bean of its class. */
    public <T, A extends @Nullable Object, R extends @Nullable Object> BlockingJobDraft<R> enqueue(
            Calls.Stage2<T, A, R> twin, A a) {
        return draft(twin, a);
    }

    /** Writes down a call with 2 arguments of a static method, or of a method of the bean that the reference holds. */
    public <A extends @Nullable Object, B extends @Nullable Object> BlockingJobDraft<Void> enqueue(
            Calls.Call2<A, B> method, A a, B b) {
        return draft(method, a, b);
    }

    /** Writes down a call with 2 arguments of a twin, static or of the bean that the reference holds. */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            BlockingJobDraft<R> enqueue(Calls.Stage2<A, B, R> twin, A a, B b) {
        return draft(twin, a, b);
    }

    /** Writes down a call with 2 arguments of a method of the bean of its class. */
    public <T, A extends @Nullable Object, B extends @Nullable Object> BlockingJobDraft<Void> enqueue(
            Calls.Call3<T, A, B> method, A a, B b) {
        return draft(method, a, b);
    }

    /** Writes down a call with 2 arguments of a twin of the bean of its class. */
    public <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            BlockingJobDraft<R> enqueue(Calls.Stage3<T, A, B, R> twin, A a, B b) {
        return draft(twin, a, b);
    }

    /** Writes down a call with 3 arguments of a static method, or of a method of the bean that the reference holds. */
    public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            BlockingJobDraft<Void> enqueue(Calls.Call3<A, B, C> method, A a, B b, C c) {
        return draft(method, a, b, c);
    }

    /** Writes down a call with 3 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            BlockingJobDraft<R> enqueue(Calls.Stage3<A, B, C, R> twin, A a, B b, C c) {
        return draft(twin, a, b, c);
    }

    /** Writes down a call with 3 arguments of a method of the bean of its class. */
    public <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            BlockingJobDraft<Void> enqueue(Calls.Call4<T, A, B, C> method, A a, B b, C c) {
        return draft(method, a, b, c);
    }

    /** Writes down a call with 3 arguments of a twin of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            BlockingJobDraft<R> enqueue(Calls.Stage4<T, A, B, C, R> twin, A a, B b, C c) {
        return draft(twin, a, b, c);
    }

    /** Writes down a call with 4 arguments of a static method, or of a method of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            BlockingJobDraft<Void> enqueue(Calls.Call4<A, B, C, D> method, A a, B b, C c, D d) {
        return draft(method, a, b, c, d);
    }

    /** Writes down a call with 4 arguments of a twin, static or of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            BlockingJobDraft<R> enqueue(Calls.Stage4<A, B, C, D, R> twin, A a, B b, C c, D d) {
        return draft(twin, a, b, c, d);
    }

    /** Writes down a call with 4 arguments of a method of the bean of its class. */
    public <
                    T,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            BlockingJobDraft<Void> enqueue(Calls.Call5<T, A, B, C, D> method, A a, B b, C c, D d) {
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
            BlockingJobDraft<R> enqueue(Calls.Stage5<T, A, B, C, D, R> twin, A a, B b, C c, D d) {
        return draft(twin, a, b, c, d);
    }

    /** Writes down a call with 5 arguments of a static method, or of a method of the bean that the reference holds. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            BlockingJobDraft<Void> enqueue(Calls.Call5<A, B, C, D, E> method, A a, B b, C c, D d, E e) {
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
            BlockingJobDraft<R> enqueue(Calls.Stage5<A, B, C, D, E, R> twin, A a, B b, C c, D d, E e) {
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
            BlockingJobDraft<Void> enqueue(Calls.Call6<T, A, B, C, D, E> method, A a, B b, C c, D d, E e) {
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
            BlockingJobDraft<R> enqueue(Calls.Stage6<T, A, B, C, D, E, R> twin, A a, B b, C c, D d, E e) {
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
            BlockingJobDraft<Void> enqueue(Calls.Call6<A, B, C, D, E, F> method, A a, B b, C c, D d, E e, F f) {
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
            BlockingJobDraft<R> enqueue(Calls.Stage6<A, B, C, D, E, F, R> twin, A a, B b, C c, D d, E e, F f) {
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
            BlockingJobDraft<Void> enqueue(Calls.Call7<T, A, B, C, D, E, F> method, A a, B b, C c, D d, E e, F f) {
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
            BlockingJobDraft<R> enqueue(Calls.Stage7<T, A, B, C, D, E, F, R> twin, A a, B b, C c, D d, E e, F f) {
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
            BlockingJobDraft<Void> enqueue(Calls.Call7<A, B, C, D, E, F, G> method, A a, B b, C c, D d, E e, F f, G g) {
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
            BlockingJobDraft<R> enqueue(Calls.Stage7<A, B, C, D, E, F, G, R> twin, A a, B b, C c, D d, E e, F f, G g) {
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
            BlockingJobDraft<Void> enqueue(
                    Calls.Call8<T, A, B, C, D, E, F, G> method, A a, B b, C c, D d, E e, F f, G g) {
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
            BlockingJobDraft<R> enqueue(
                    Calls.Stage8<T, A, B, C, D, E, F, G, R> twin, A a, B b, C c, D d, E e, F f, G g) {
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
            BlockingJobDraft<Void> enqueue(
                    Calls.Call8<A, B, C, D, E, F, G, H> method, A a, B b, C c, D d, E e, F f, G g, H h) {
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
            BlockingJobDraft<R> enqueue(
                    Calls.Stage8<A, B, C, D, E, F, G, H, R> twin, A a, B b, C c, D d, E e, F f, G g, H h) {
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
            BlockingJobDraft<Void> enqueue(
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
            BlockingJobDraft<R> enqueue(
                    Calls.Stage9<T, A, B, C, D, E, F, G, H, R> twin, A a, B b, C c, D d, E e, F f, G g, H h) {
        return draft(twin, a, b, c, d, e, f, g, h);
    }

    private <R extends @Nullable Object> BlockingJobDraft<R> draft(Serializable method, @Nullable Object... arguments) {
        return new BlockingJobDraft<>(written.call(method, arguments), written.form(), outbox);
    }
}
