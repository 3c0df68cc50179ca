// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.internal.JobRun.Event;
import dev.turnout.runtime.internal.JobRun.State;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a worker that stops: claims that have not started go back at once, running jobs get their time, what has not
 * ended then is cancelled and goes back. Waits on the thread that closes the worker.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration CANCEL_GRACE = Duration.ofSeconds(2);
    private static final Duration ANSWERS_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 5;

    /** Whose end is still to be stored. A run that was lost or cancelled has none, however long a thread of it does not react. */
    private static final Set<State> WANT_AN_ANSWER = EnumSet.of(State.COMMITTING, State.PARKING, State.RELEASING);

    private final HeldClaims held;
    private final StartGate gate;
    private final ClaimLoop loop;
    private final Endings endings;
    private volatile boolean hurried;

    Drain(HeldClaims held, StartGate gate, ClaimLoop loop, Endings endings) {
        this.held = held;
        this.gate = gate;
        this.loop = loop;
        this.endings = endings;
    }

    /** Returns when the worker holds nothing, or when every limit has passed. An interrupt shortens the waits. */
    void run(Duration timeout) {
        loop.stop();
        gate.close();
        giveBackUnstarted();
        await(loop.settled(), ANSWERS_LIMIT);
        giveBackUnstarted();
        awaitEmpty(timeout);
        List<HeldClaim> late = held.in(State.RUNNING);
        if (!late.isEmpty()) {
            cancel(late);
        }
        hurried = false;
        await(() -> held.all().stream().noneMatch(Drain::isOwedAnEnd), ANSWERS_LIMIT);
        held.all()
                .forEach(run -> LOG.warn(
                        "TURNOUT-0311 job {} is left behind ({}); it is taken back when its lease has lapsed.",
                        run.claim().id(),
                        run.state()));
    }

    /** Lets running jobs have no more time than a cancel needs. Any thread. */
    void hurry() {
        hurried = true;
    }

    private void giveBackUnstarted() {
        gate.takeBack(held.all()).forEach(run -> endings.release(run, "the worker is stopping"));
    }

    private void cancel(List<HeldClaim> late) {
        LOG.warn("{} jobs had not ended in time; they are cancelled and given back.", late.size());
        List<HeldClaim> mine = late.stream()
                .filter(run -> run.state() == State.RUNNING && run.move(State.RUNNING, Event.GIVE_BACK))
                .toList();
        mine.forEach(run -> run.cancel(new CancellationException("the worker is stopping")));
        await(
                CompletableFuture.allOf(mine.stream().map(Drain::over).toArray(CompletableFuture<?>[]::new)),
                CANCEL_GRACE);
        mine.forEach(run -> endings.release(run, "the worker is stopping, and its time was over"));
    }

    /** Waits for the queue's answer, or is being told to listeners; a thread that does not react is not waited for. */
    private static boolean isOwedAnEnd(HeldClaim run) {
        return WANT_AN_ANSWER.contains(run.state()) || over(run).isDone();
    }

    private static CompletableFuture<?> over(HeldClaim run) {
        Attempt attempt = run.attempt();
        return attempt == null
                ? CompletableFuture.completedFuture(null)
                : attempt.over().toCompletableFuture();
    }

    private void awaitEmpty(Duration limit) {
        await(() -> held.count() == 0, limit);
    }

    private void await(BooleanSupplier done, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean() && end - System.nanoTime() > 0) {
            if (hurried || Thread.currentThread().isInterrupted()) {
                return;
            }
            await(new CompletableFuture<@Nullable Void>(), Duration.ofMillis(LOOK_MILLIS));
        }
    }

    private static void await(CompletionStage<?> stage, Duration limit) {
        try {
            stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException | TimeoutException over) {
            LOG.debug("not answered in time", over);
        }
    }
}
