// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.internal.JobRun.Event;
import dev.turnout.runtime.internal.JobRun.State;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.queue.UnfitJob;
import dev.turnout.runtime.task.Lane;
import dev.turnout.runtime.task.RetryPolicy;
import dev.turnout.runtime.task.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: surroundings, binding, the gate, the body, and the wait for its stage, which holds no thread.
 *
 * <p>The attempt ends once, by its body or by a cancel, whichever comes first; after a cancel it ends only when no
 * thread runs anything of it any more. No step of it begins after the cancel, so that the next attempt does not overlap with
 * this one; clean-ups do, and are waited for as far as they can go on at once. What waits for a reply from outside is not: nobody
 * knows whether that comes. When it does, the finally blocks behind it have their turn, and nothing else.
 */
final class Attempt implements Runnable {
    private final HeldClaim held;
    private final TaskDefinition task;
    private final Workshop shop;
    private final RunScope scope;
    private final AtomicReference<@Nullable Throwable> cancelledBy = new AtomicReference<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> stage;
    private volatile @Nullable Around around;
    private volatile @Nullable Future<?> alarm;

    Attempt(HeldClaim held, TaskDefinition task, Workshop shop) {
        this.held = held;
        this.task = task;
        this.shop = shop;
        this.scope = new RunScope(shop.lanes(), held.claim());
    }

    /** Called on a thread of the task's lane. */
    @Override
    public void run() {
        if (task.lane() == Lane.COMPOSED) {
            shop.lanes().loops().watch(claim(), () -> occupied(false));
        } else {
            occupied(true);
        }
    }

    private void occupied(boolean mayWait) {
        shop.lanes().tidily(() -> scope.occupy(mayWait, this::begin));
    }

    /** Cancels stage and threads of this attempt. What it ends with is {@code reason}, if it has not ended before. */
    void cancel(Throwable reason) {
        cancelledBy.compareAndSet(null, reason);
        scope.cancel(); // interrupts at once, even where no event loop turns
        hop(() -> {
            CompletableFuture<?> running = stage;
            if (running != null) {
                running.cancel(true);
            }
            finish(reason);
        });
    }

    /** Ends when nothing of a cancelled or ended attempt runs any more. */
    CompletionStage<@Nullable Void> over() {
        return over;
    }

    /** Notes that have changed since they were last asked for. */
    Map<String, JsonNode> notes() {
        Around open = around;
        return open == null ? Map.of() : open.notes();
    }

    void notSent(Map<String, JsonNode> notes) {
        Around open = around;
        if (open != null) {
            open.notSent(notes);
        }
    }

    private void begin() {
        Optional<String> refused = shop.gate().whyNot(held);
        if (refused.isPresent()) {
            shop.endings().giveBack(held, refused.get());
            return;
        }
        Around opened;
        Body body;
        try {
            opened = Around.open(shop.surroundings(), claim());
            around = opened;
            scope.carry(opened::carrier);
            body = Body.of(
                    task,
                    shop.beans(),
                    shop.binder().bind(task, claim().arguments(), context(opened), opened::argument));
        } catch (BindingFault | UnfitJob fault) {
            shop.endings().park(held, String.valueOf(fault.getMessage()));
            return;
        } catch (Throwable failure) {
            broken(failure);
            return;
        }
        if (shop.gate().start(held, why -> shop.endings().giveBack(held, why))) {
            shop.announcer().tell(listener -> listener.started(claim()));
            held.startTold();
            task.timeout().ifPresent(this::limit);
            call(opened, body);
        }
    }

    private void broken(Throwable failure) {
        Failure failed = failure(failure);
        if (held.move(State.CLAIMED, Event.BROKEN)) {
            shop.endings().fail(held, failed, Map.of());
        }
    }

    private void call(Around around, Body body) {
        Object returned;
        try {
            returned = scope.call(() -> {
                try {
                    around.starting();
                    if (scope.cancelled()) { // while its start was told
                        throw new CancellationException(
                                "TURNOUT-0355 the job was cancelled before its body began; it was not run.");
                    }
                    return Optional.ofNullable(begun(invoke(body)));
                } finally {
                    around.left();
                }
            });
        } catch (Throwable failure) {
            bodyOver(Stages.unwrap(failure));
            return;
        }
        follow(((Optional<?>) returned).orElse(null));
    }

    private static @Nullable Object invoke(Body body) throws Exception {
        try {
            return body.call();
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable strange) {
            throw new IllegalStateException("the task threw a bare Throwable", strange);
        }
    }

    /**
     * A stage for what ends later: made here, in the job's scope and surroundings, because that is what sets a cold one going.
     */
    private @Nullable Object begun(@Nullable Object returned) {
        return returned != null && shop.returns().knows(returned.getClass())
                ? shop.returns().stageOf(returned)
                : returned;
    }

    /** The job ends when what the body has returned ends. */
    private void follow(@Nullable Object returned) {
        if (returned == null && shop.returns().knows(task.method().getReturnType())) {
            finish(new NullPointerException("the task returned null instead of a stage"));
            return;
        }
        if (!(returned instanceof CompletionStage<?> given)) {
            bodyOver(null);
            return;
        }
        try {
            CompletableFuture<?> running = given.toCompletableFuture();
            stage = running;
            if (cancelledBy.get() != null) {
                running.cancel(true);
            }
            given.whenComplete((value, failure) -> finish(failure == null ? null : Stages.unwrap(failure)));
        } catch (Throwable failure) {
            finish(Stages.unwrap(failure));
        }
    }

    private void limit(Duration timeout) {
        Runnable expire = () -> cancel(new TimeoutException("TURNOUT-0305 task " + task.address()
                + " ran longer than its"
                + " time-out of " + timeout.toMillis() + " ms; it was cancelled. Raise @AsyncTask(timeout), or look"
                + " what it waits for."));
        alarm = shop.timer().schedule(expire, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * A body has left its thread. Around one that blocks the surroundings end there, as they began there: what they have set on the
     * thread, they can take from it.
     */
    private void bodyOver(@Nullable Throwable failure) {
        if (task.lane() == Lane.COMPOSED) {
            finish(failure);
            return;
        }
        boolean first = finish();
        Throwable outcome = outcome(failure);
        if (scope.cancelled()) {
            Thread.interrupted(); // it was meant for the body
        }
        tellEnded(outcome);
        if (first) {
            concludeSoon(outcome);
        }
    }

    private void finish(@Nullable Throwable failure) {
        if (finish()) {
            concludeSoon(outcome(failure));
        }
    }

    /** Whether it was this call that ended the attempt. */
    private boolean finish() {
        if (!finished.compareAndSet(false, true)) {
            return false;
        }
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
        return true;
    }

    private @Nullable Throwable outcome(@Nullable Throwable failure) {
        Throwable by = cancelledBy.get();
        return by != null ? by : failure;
    }

    private void concludeSoon(@Nullable Throwable outcome) {
        if (scope.cancelled()) {
            scope.quiet().whenComplete((quiet, never) -> hop(() -> conclude(outcome)));
        } else {
            hop(() -> conclude(outcome));
        }
    }

    private void conclude(@Nullable Throwable failure) {
        tellEnded(failure);
        Around open = around;
        Optional<Failure> failed =
                Optional.ofNullable(failure).map(this::failure); // before the move: nothing may throw after
        if (held.state() == State.RUNNING && held.move(State.RUNNING, Event.STAGE_DONE)) {
            Map<String, JsonNode> notes = open == null ? Map.of() : open.notes();
            if (failed.isEmpty()) {
                shop.endings().complete(held, notes);
            } else {
                shop.endings().fail(held, failed.get(), notes);
            }
        } else if (held.state() == State.LOST || held.state() == State.CANCELLED) {
            shop.endings().forget(held);
        }
        over.complete(null);
    }

    /** Once. */
    private void tellEnded(@Nullable Throwable failure) {
        Around open = around;
        if (open != null && held.state() != State.CLAIMED && told.compareAndSet(false, true)) {
            open.ended(Optional.ofNullable(failure));
        }
    }

    /** Off the thread that completed the stage, which may be an event loop. */
    private void hop(Runnable command) {
        try {
            shop.lanes().cpu().execute(command);
        } catch (RejectedExecutionException closed) {
            over.complete(null); // the worker has gone; its claims were given back
        } catch (OutOfMemoryError none) { // a loop thread had died, and no other could be made; the timer's is there
            shop.timer().execute(command);
        }
    }

    /** Whatever it is, it becomes a failure that can be stored: an exception may fail when it is asked what it is. */
    private Failure failure(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            shop.broken().accept(thrown);
        }
        Throwable cause = Printable.of(thrown);
        RetryPolicy.Decision next = task.retry()
                .decide(
                        cause,
                        claim().attempt() - claim().crashes(),
                        ThreadLocalRandom.current().nextDouble());
        return new Failure(
                cause,
                String.valueOf(cause),
                next.again(),
                next.delay(),
                task.retry().retries());
    }

    private RunContext context(Around opened) {
        return new RunContext(claim(), scope, opened, task.timeout().map(Instant.now()::plus));
    }

    private Claim claim() {
        return held.claim();
    }
}
