// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However an attempt is ended from outside, no step of it begins after that; its clean-ups do. */
@Timeout(60)
class NoStepAfterTest {
    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);
    private final Chains chains = new Chains();
    private final AtomicBoolean cancelAtStart = new AtomicBoolean();
    private final WorkerListener listener = new WorkerListener() {
        @Override
        public void started(Claim claim) {
            if (cancelAtStart.get()) {
                queue.cancel(claim.id(), "typed twice").toCompletableFuture().join();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
            }
        }
    };
    private final Worker worker = Furnished.with(chains, List.of(), queue, listener, options())
            .build()
            .start();

    /** The tasks of these tests. */
    static final class Chains {
        final List<String> seen = new CopyOnWriteArrayList<>();
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch cleaning = new CountDownLatch(1);
        private final Map<Integer, CompletableFuture<Void>> replies = new ConcurrentHashMap<>();

        @AsyncTask(retries = 1, timeout = "50ms", backOff = "1s")
        CompletionStage<Void> limited() {
            return steps();
        }

        @AsyncTask(retries = 0)
        CompletionStage<Void> steps() {
            int run = runs.incrementAndGet();
            CompletionStage<Void> all = reply(run);
            for (int at = 1; at <= 3; at++) {
                all = Stages.then(
                        all,
                        nothing -> Stages.then(Stages.done(), inner -> {
                            seen.add("step of " + run);
                            return Stages.done();
                        }));
            }
            return Stages.lastlyRun(all, () -> seen.add("closed " + run));
        }

        /** Hangs until it is interrupted; its clean-up then blocks until the test lets it go on. */
        @AsyncTask(retries = 0, timeout = "50ms")
        CompletionStage<Void> cleansUpLong() {
            return Stages.lastly(
                    Blocking.run(() -> new CountDownLatch(1).await()),
                    () -> Stages.then(
                            Stages.done(),
                            now -> Blocking.run(() -> {
                                seen.add("cleaning");
                                cleaning.await();
                            })));
        }

        CompletableFuture<Void> reply(int run) {
            return replies.computeIfAbsent(run, first -> new CompletableFuture<>());
        }
    }

    @AfterEach
    void close() {
        chains.cleaning.countDown();
        worker.close();
    }

    @Test
    void itsTimeOut() {
        JobId job = insert("limited");
        await().until(() -> store.stateOf(job).equals("SCHEDULED"));
        store.advance(Duration.ofMinutes(1));
        await().until(() -> store.stateOf(job).equals("FAILED"));

        repliesCome();

        await().until(() -> chains.seen.containsAll(List.of("closed 1", "closed 2")));
        assertThat(chains.seen).containsExactlyInAnyOrder("closed 1", "closed 2");
    }

    @Test
    void aCancel() {
        JobId job = insert("steps");
        await().until(() -> chains.runs.get() == 1);

        queue.cancel(job, "typed twice").toCompletableFuture().join();
        await().until(() -> worker.counts().cancelled() == 1 && worker.drained());
        repliesCome();

        await().until(() -> chains.seen.contains("closed 1"));
        assertThat(chains.seen).containsExactly("closed 1");
    }

    @Test
    void aCancelWhileItsStartIsBeingTold() {
        cancelAtStart.set(true);
        insert("steps");

        await().until(() -> worker.counts().cancelled() == 1 && worker.drained());

        assertThat(chains.runs).hasValue(0);
    }

    @Test
    void theLossOfItsLease() {
        insert("steps");
        await().until(() -> chains.runs.get() == 1);
        store.lapseAll();
        await().until(() -> worker.counts().lost() == 1 && chains.runs.get() == 2);

        chains.reply(1).complete(null);

        await().until(() -> chains.seen.contains("closed 1"));
        assertThat(chains.seen).containsExactly("closed 1");
    }

    @Test
    void theEndOfADrainEvenWhenTheWorkerHasGone() {
        JobId job = insert("steps");
        await().until(() -> chains.runs.get() == 1);

        worker.close();
        repliesCome();

        assertThat(store.stateOf(job)).isEqualTo("ENQUEUED");
        await().until(() -> chains.seen.contains("closed 1"));
        assertThat(chains.seen).containsExactly("closed 1");
    }

    @Test
    void anAttemptDoesNotEndBeforeACleanUpThatCanGoOnHasEnded() {
        JobId job = insert("cleansUpLong");

        await().until(() -> chains.seen.contains("cleaning"));
        assertThat(store.stateOf(job)).isEqualTo("PROCESSING");
        chains.cleaning.countDown();

        await().until(() -> store.stateOf(job).equals("FAILED"));
    }

    private void repliesCome() {
        for (int run = 1; run <= chains.runs.get(); run++) {
            chains.reply(run).complete(null);
        }
    }

    private static WorkerOptions options() {
        return WorkerOptions.with()
                .pollEvery(Duration.ofMillis(50))
                .dutyEvery(Duration.ofMillis(50))
                .renewEvery(Duration.ofMillis(100))
                .drainTimeout(Duration.ofMillis(100));
    }

    private JobId insert(String method) {
        JobId id = new JobId(UUID.randomUUID().toString());
        TaskAddress task = new TaskAddress(Chains.class.getName(), method, List.of());
        assertThat(queue.insert(NewJob.now(id, task, List.of()))
                        .toCompletableFuture()
                        .join())
                .isTrue();
        return id;
    }
}
