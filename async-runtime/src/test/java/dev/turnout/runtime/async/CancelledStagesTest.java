// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What still has its turn when a job has been cancelled, and what has not. */
@Timeout(60)
class CancelledStagesTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> reply = new CompletableFuture<>();
    private final Cancellable scope = new Cancellable();

    /** A scope on the thread that calls. */
    private static final class Cancellable implements JobScope {
        private volatile boolean cancelled;

        @Override
        public Executor continuations() {
            return Runnable::run;
        }

        @Override
        public Executor blocking(String pool) {
            return Runnable::run;
        }

        @Override
        public boolean mayWait() {
            return false;
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }
    }

    @Test
    void noFurtherStepOfASequenceBegins() throws Exception {
        CompletionStage<String> all = scope.call(() -> {
            CompletionStage<String> sequence = Stages.then(reply, value -> note("then"));
            sequence = Stages.map(sequence, value -> value + seen.add("map"));
            return Stages.then(Stages.accept(sequence, value -> seen.add("accept")), nothing -> note("last"));
        });

        cancelThenReply();

        assertThatThrownBy(() -> all.toCompletableFuture().join())
                .cause()
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("TURNOUT-0355");
        assertThat(seen).isEmpty();
    }

    @Test
    void noFurtherTurnOfALoopBeginsNotEvenOneWhoseStageIsComplete() throws Exception {
        CompletionStage<Void> ready = scope.call(() -> Stages.forEach(List.of(1, 2, 3), item -> {
            seen.add("ready " + item);
            scope.cancelled = item == 2;
            return Stages.done();
        }));
        scope.cancelled = false;
        CompletionStage<Void> open = scope.call(() -> Stages.forEach(List.of(1, 2), item -> {
            seen.add("open " + item);
            return reply;
        }));

        cancelThenReply();

        assertThat(seen).containsExactly("ready 1", "ready 2", "open 1");
        assertThat(ready.toCompletableFuture()).isCompletedExceptionally();
        assertThat(open.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aCatchClauseBeginsNothingInsteadAndTheFailureStays() throws Exception {
        IOException failure = new IOException("no");
        CompletionStage<String> all =
                scope.call(() -> Stages.catching(Stages.then(reply, value -> note("then")), caught -> note("instead")));

        scope.cancelled = true;
        reply.completeExceptionally(failure);

        assertThatThrownBy(() -> all.toCompletableFuture().join()).hasCause(failure);
        assertThat(seen).isEmpty();
    }

    @Test
    void aFinallyBlockHasItsTurnWithAllThatItComposesAndHandsOver() throws Exception {
        CompletionStage<String> all = scope.call(() -> Stages.lastly(
                Stages.then(reply, value -> note("then")),
                () -> Stages.then(
                        Blocking.run(() -> seen.add("blocking")),
                        nothing -> Stages.forEach(List.of(1, 2), item -> note("last " + item)))));

        cancelThenReply();

        assertThat(seen).containsExactly("blocking", "last 1", "last 2");
        assertThat(all.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aResourceIsClosed() throws Exception {
        AutoCloseable resource = () -> seen.add("closed");
        CompletionStage<String> all =
                scope.call(() -> Stages.using(() -> resource, opened -> Stages.then(reply, value -> note("then"))));

        cancelThenReply();

        assertThat(seen).containsExactly("closed");
        assertThat(all.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void anInterruptUnderAFacadeEndsTheTwinInTheSameWayAndItsFinallyBlockMayBlock() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Thread legacy = new Thread(() -> {
            try {
                Facade.await(() -> {
                    CompletionStage<String> all = Stages.then(
                            Blocking.run(() -> {
                                inside.countDown();
                                TimeUnit.HOURS.sleep(1);
                            }),
                            nothing -> note("then"));
                    all = Stages.catching(all, caught -> note("instead"));
                    return Stages.lastly(
                            all, () -> Stages.map(Blocking.call(this::cleanUp), closed -> seen.add("after that")));
                });
            } catch (Throwable thrown) {
                seen.add(thrown.getClass().getSimpleName() + " "
                        + Thread.currentThread().isInterrupted());
            }
        });
        legacy.start();
        inside.await();

        legacy.interrupt();
        legacy.join();

        assertThat(seen).containsExactly("closed", "after that", "InterruptedException true");
    }

    private boolean cleanUp() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(1); // would throw if the flag were set
        return seen.add("closed");
    }

    private void cancelThenReply() {
        scope.cancelled = true;
        reply.complete("late");
    }

    private CompletionStage<String> note(String what) {
        seen.add(what);
        return Stages.ok(what);
    }
}
