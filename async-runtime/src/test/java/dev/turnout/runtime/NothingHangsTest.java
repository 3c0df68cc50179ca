// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What once kept a job, a slot or a burst for ever. */
@Timeout(60)
class NothingHangsTest {
    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);
    private final Notebook notebook = new Notebook();
    private final Odd odd = new Odd();
    private final List<Worker> workers = new ArrayList<>();

    /** The tasks of these tests. */
    static final class Odd {
        final AtomicBoolean spin = new AtomicBoolean(true);
        final AtomicInteger bodies = new AtomicInteger();
        final CountDownLatch handedOver = new CountDownLatch(1);

        @AsyncTask(retries = 0)
        CompletionStage<Void> speechless() {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException("no message");
                }
            };
        }

        void spin() {
            while (spin.get()) {
                Thread.onSpinWait();
            }
        }

        void body() {
            bodies.incrementAndGet();
        }

        /** Takes the one thread of the pool and the one place before it. */
        @AsyncTask(retries = 0)
        CompletionStage<Void> fills() {
            CompletionStage<Void> running = Blocking.runOn("db", this::spin);
            CompletionStage<Void> waiting = Blocking.runOn("db", this::spin);
            handedOver.countDown();
            return Stages.then(running, nothing -> waiting);
        }

        @AsyncTask(retries = 4, backOff = "1s", backOffFactor = 4)
        CompletionStage<Void> backsOff() {
            return Stages.failed(new IllegalStateException("no"));
        }

        /** Hands work to the pool as long as the test goes on. */
        @AsyncTask(retries = 0)
        CompletionStage<Void> offloads() {
            return Stages.loop(() -> Stages.map(
                    Blocking.callOn("db", () -> {
                        TimeUnit.MILLISECONDS.sleep(2);
                        return true;
                    }),
                    done -> spin.get()));
        }
    }

    @AfterEach
    void close() {
        odd.spin.set(false);
        workers.forEach(Worker::close);
    }

    @Test
    void anExceptionThatCannotBePrintedIsAFailureLikeAnyOther() {
        start(WorkerOptions.with().slots(1));

        JobId speechless = insert("speechless");
        JobId next = insert("body");

        await().until(() -> store.stateOf(speechless).equals("FAILED"));
        await().until(() -> store.stateOf(next).equals("SUCCEEDED"));
        assertThat(store.job(speechless).failures().get(0)).hasMessageContaining("TURNOUT-0330");
        assertThat(notebook.of(speechless)).containsExactly("started", "ended");
    }

    @Test
    void jobsDoNotWaitBehindThreadsThatNeverComeBack() {
        start(WorkerOptions.with()
                .pool("db", 2)
                .abandonAfter(Duration.ofMillis(500))
                .pollEvery(Duration.ofMillis(50)));
        insert("spin");
        insert("spin");

        JobId quick = insert("body");

        await().until(() ->
                store.stateOf(quick).equals("ENQUEUED") && workers.get(0).drained());
        odd.spin.set(false);
        await().until(() -> store.stateOf(quick).equals("SUCCEEDED"));
    }

    /** It once counted claims that had never begun as threads that never come back. */
    @Test
    void jobsThatWaitBehindAThreadForTooLongAreGivenBackAndRunWhenItHasComeBack() {
        JobId spinning = insert("spin");
        JobId first = insert("body");
        JobId second = insert("body");
        start(WorkerOptions.with()
                .pool("db", 1)
                .abandonAfter(Duration.ofMillis(300))
                .pollEvery(Duration.ofMillis(50)));
        await().until(() -> notebook.of(spinning).contains("abandoned")
                && notebook.of(first).contains("released"));

        odd.spin.set(false);

        await().until(() -> store.stateOf(first).equals("SUCCEEDED")
                && store.stateOf(second).equals("SUCCEEDED"));
    }

    @Test
    void aJobThatFindsItsLaneFullIsGivenBackAtNoCostAndRunWhenThereIsRoom() {
        start(WorkerOptions.with().pool("db", 1).offloadsWaiting(1).pollEvery(Duration.ofMillis(50)));
        insert("fills");
        await().until(() -> odd.handedOver.getCount() == 0);

        JobId body = insert("body");

        await().until(() -> notebook.of(body).contains("released"));
        odd.spin.set(false);
        await().until(() -> store.stateOf(body).equals("SUCCEEDED"));
        assertThat(store.job(body).attempts()).isZero();
    }

    @Test
    void whatAListenerThrowsStopsNoJobNotEvenWhatItDoesNotDeclare() {
        WorkerListener careless = new WorkerListener() {
            @Override
            public void started(Claim claim) {
                throw sneaked(new IOException("started"));
            }

            @Override
            public void ended(Claim claim, Optional<Throwable> failure) {
                throw sneaked(new IOException("ended"));
            }
        };
        workers.add(Furnished.with(
                        odd,
                        List.of("body"),
                        queue,
                        careless,
                        WorkerOptions.with().slots(1))
                .build()
                .start());

        JobId first = insert("body");
        JobId second = insert("body");

        await().until(() -> store.stateOf(first).equals("SUCCEEDED")
                && store.stateOf(second).equals("SUCCEEDED"));
        await().until(workers.get(0)::drained);
    }

    @Test
    void crashesDoNotLengthenTheBackOffOfAFailure() {
        JobId job = insert("backsOff", 4);
        for (int crash = 0; crash < 2; crash++) {
            assertThat(queue.claim(Demand.of(1, Set.of(address("backsOff"))))
                            .toCompletableFuture()
                            .join())
                    .hasSize(1);
            store.lapseAll();
        }
        Instant now = store.memory.clock().instant();

        start(WorkerOptions.with());

        await().until(() -> store.stateOf(job).equals("SCHEDULED"));
        assertThat(store.job(job).crashes()).isEqualTo(2);
        assertThat(Duration.between(now, store.job(job).due()))
                .isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
    }

    @Test
    void bodiesOfALaneHaveTheirTurnBesideWorkThatComposedTasksOffloadToTheSamePool() {
        start(WorkerOptions.with().pool("db", 2).slots(64));
        for (int i = 0; i < 20; i++) {
            insert("offloads");
        }
        await().until(() -> workers.get(0).inFlight() == 20);

        JobId body = insert("body");

        await().until(() -> store.stateOf(body).equals("SUCCEEDED"));
    }

    @Test
    void aBurstOfAWorkerWithoutTasksEnds() {
        insert("body");
        Worker idle = Worker.on(queue).closesOnExit(false).build();

        BurstResult result =
                idle.burst(Integer.MAX_VALUE, false).toCompletableFuture().join();

        assertThat(result.counts().started()).isZero();
    }

    @Test
    void whoeverBeginsToCloseFirstTheProcessWaitsForTheEnd() {
        Worker worker = start(WorkerOptions.with().drainTimeout(Duration.ofSeconds(20)));
        insert("spin");
        await().until(() -> worker.inFlight() == 1 && worker.counts().started() == 1);

        Thread closing = new Thread(worker::close, "closing");
        closing.start();
        await().until(() -> !worker.health().claiming());
        odd.spin.set(false);
        worker.awaitClosed();

        assertThat(worker.drained()).isTrue();
    }

    /** It once waited ten seconds more, for the end of a job whose end was stored. */
    @Test
    void aDrainWaitsNoLongerThanItsTimeOutForAThreadOfACancelledJob() {
        Worker worker = start(WorkerOptions.with().drainTimeout(Duration.ofMillis(200)));
        JobId stuck = insert("spin");
        await().until(() -> worker.counts().started() == 1);
        queue.cancel(stuck, "typed twice").toCompletableFuture().join();
        await().until(() -> worker.counts().cancelled() == 1);

        long begin = System.nanoTime();
        worker.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
        assertThat(worker.inFlight()).isEqualTo(1);
    }

    private Worker start(WorkerOptions options) {
        Worker worker = Furnished.with(odd, List.of("spin", "body"), queue, notebook, options)
                .build()
                .start();
        workers.add(worker);
        return worker;
    }

    private JobId insert(String method) {
        return insert(method, 0);
    }

    private static TaskAddress address(String method) {
        return new TaskAddress(Odd.class.getName(), method, List.of());
    }

    @SuppressWarnings("unchecked") // the cast is erased: so Kotlin throws what nobody declares
    private static <X extends Throwable> RuntimeException sneaked(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private JobId insert(String method, int retries) {
        JobId id = new JobId(UUID.randomUUID().toString());
        NewJob job = new NewJob(id, address(method), List.of(), Duration.ZERO, Optional.of(retries), Map.of());
        assertThat(queue.insert(job).toCompletableFuture().join()).isTrue();
        return id;
    }
}
