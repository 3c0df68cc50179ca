// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FacadeTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void theFacadeGivesWhatTheTwinYields() {
        String value = Facade.await(() -> Stages.map(Stages.delay(Duration.ofMillis(5)), ignored -> "late"));

        assertThat(value).isEqualTo("late");
    }

    @Test
    void theFacadeThrowsWhatTheTwinFailedWithCheckedOrNot() {
        IOException failure = new IOException("no");

        assertThatThrownBy(() -> Facade.await(() -> Stages.failed(failure))).isSameAs(failure);
        assertThatThrownBy(() -> Facade.await(() -> Stages.then(Stages.delay(1), ignored -> {
                    throw failure;
                })))
                .isSameAs(failure);
        assertThatThrownBy(() -> Facade.await(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void anExecutionExceptionOfTheTwinsOwnIsKept() {
        ExecutionException own = new ExecutionException(new IOException("inner"));

        assertThatThrownBy(() -> Facade.await(() -> Blocking.call(() -> {
                    throw own;
                })))
                .isSameAs(own);
    }

    @Test
    void threeNestedFacadesEndOnAPoolOfOneThread() throws Exception {
        ExecutorService one = Executors.newFixedThreadPool(1);
        try {
            String value = one.submit(() -> Facade.await(() -> Blocking.call(() ->
                            Facade.await(() -> Blocking.call(() -> Facade.await(() -> Blocking.call(() -> "deep"))))
                                    + "er")))
                    .get();

            assertThat(value).isEqualTo("deeper");
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void blockingWorkUnderAFacadeRunsOnTheWaitingThread() {
        Thread waiting = Thread.currentThread();

        Thread ran = Facade.await(
                () -> Stages.then(Stages.delay(1), ignored -> Blocking.callOn("db", Thread::currentThread)));

        assertThat(ran).isSameAs(waiting);
    }

    @Test
    void continuationsOfForeignStagesRunOnTheWaitingThreadInTheirScope() {
        Thread waiting = Thread.currentThread();
        CompletableFuture<String> foreign = new CompletableFuture<>();

        List<Object> found = Facade.await(() -> {
            new Thread(() -> foreign.complete("x")).start();
            return Stages.map(
                    foreign,
                    value -> List.<Object>of(
                            Thread.currentThread(),
                            JobScope.current() != null && JobScope.current().mayWait()));
        });

        assertThat(found).containsExactly(waiting, true);
        assertThat(JobScope.current()).isNull();
    }

    @Test
    void anInterruptCancelsTheTwinAndSetsTheFlagAgain() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread legacy = new Thread(() -> {
            try {
                Facade.await(() -> {
                    waiting.countDown();
                    return never;
                });
            } catch (Throwable failure) {
                thrown.set(failure);
                seen.add("flag " + Thread.currentThread().isInterrupted());
            }
        });
        legacy.start();
        waiting.await();

        legacy.interrupt();
        legacy.join();

        assertThat(never).isCancelled();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(seen).containsExactly("flag true");
    }

    @Test
    void afterAnInterruptBlockingWorkIsRefusedButFinallyBlocksHaveTheirTurn() throws Exception {
        CompletableFuture<String> gate = new CompletableFuture<>();
        CountDownLatch waiting = new CountDownLatch(1);
        Thread legacy = new Thread(() -> {
            try {
                Facade.await(() -> {
                    waiting.countDown();
                    CompletionStage<Void> work = Stages.then(gate, ignored -> Blocking.run(() -> seen.add("worked")));
                    return Stages.lastlyRun(work, () -> seen.add("closed"));
                });
            } catch (Throwable expected) {
                seen.add(expected.getClass().getSimpleName());
            }
        });
        legacy.start();
        waiting.await();
        legacy.interrupt();
        legacy.join();

        gate.complete("now");

        await().untilAsserted(() -> assertThat(seen).containsExactly("InterruptedException", "closed"));
    }

    @Test
    void aCancelledTwinIsACancellation() {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);

        assertThatThrownBy(() -> Facade.await(() -> cancelled)).isInstanceOf(CancellationException.class);
    }

    @Test
    void anEventLoopIsRefusedAndNothingIsRun() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread loop = new FastThreadLocalThread(() -> {
            try {
                Facade.await(() -> Stages.ok(seen.add("ran")));
            } catch (Throwable failure) {
                thrown.set(failure);
            }
        });
        loop.start();
        loop.join();

        assertThat(thrown.get()).hasMessageContaining("TURNOUT-0202").hasMessageContaining("...Async twin");
        assertThat(seen).isEmpty();
    }

    @Test
    void aScopeThatMayNotWaitIsRefused() throws Exception {
        JobScope composed = new JobScope() {
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
        };

        assertThatThrownBy(() -> composed.call(() -> Facade.await(Stages::done)))
                .hasMessageContaining("TURNOUT-0202");
    }

    @Test
    void blockingOutsideOfAJobFailsWithASentence() {
        assertThatThrownBy(() -> Blocking.call(() -> seen.add("ran"))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("TURNOUT-0201")
                .hasMessageContaining("Facade.await");
        assertThat(seen).isEmpty();
    }
}
