// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.MemoryStore;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker tells when. */
@Timeout(30)
class HookRowsTest {
    private final MemoryStore store = new MemoryStore();
    private final Chores chores = new Chores();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final InMemoryQueue queue = new InMemoryQueue(store) {
        @Override
        public CompletionStage<List<Claim>> claim(Demand demand) {
            return super.claim(demand).thenApply(claims -> {
                claims.forEach(claim -> calls.add("claim"));
                return claims;
            });
        }

        @Override
        public CompletionStage<Void> announce() {
            calls.add("announce");
            return super.announce();
        }

        @Override
        public CompletionStage<Void> leave() {
            calls.add("leave");
            return super.leave();
        }
    };

    @Test
    @ArqRow("TW27")
    void aWorkerIsSaidToStartBeforeItsFirstClaimAndToStopWhenItHasLeftTheList() {
        StoredJob job = queue.enqueue(Chores.address("works", "java.lang.String"), "a");
        Worker worker = worker(new Notes());

        worker.start();
        await().until(() -> job.state() == State.SUCCEEDED && worker.drained());
        worker.close();
        worker.close();

        assertThat(calls)
                .containsExactly(
                        "announce", "worker one started", "claim", "started", "ended", "leave", "worker one stopped");
    }

    @Test
    @ArqRow("TW27")
    void aWorkerThatNeverCouldEnterTheQueueIsNotSaidToHaveStartedOrStopped() {
        InMemoryQueue away = new InMemoryQueue(store) {
            @Override
            public CompletionStage<Void> announce() {
                calls.add("announce");
                return CompletableFuture.failedFuture(new IOException("away"));
            }
        };
        Worker worker = Worker.on(away)
                .listener(new Notes())
                .closesOnExit(false)
                .build()
                .start();

        await().until(() -> calls.contains("announce"));
        worker.close();

        assertThat(calls).containsOnly("announce");
    }

    @Test
    @ArqRow("TW27")
    void aHookThatFailsKeepsNoWorkerFromItsJobs() {
        StoredJob job = queue.enqueue(Chores.address("works", "java.lang.String"), "a");
        WorkerListener broken = new WorkerListener() {
            @Override
            public void workerStarted(String name) {
                throw new IllegalStateException("no pool of connections");
            }
        };

        try (Worker worker = worker(broken)) {
            worker.start();
            await().until(() -> job.state() == State.SUCCEEDED);
        }

        assertThat(chores.seen).containsExactly("a");
    }

    @Test
    @ArqRow("TW62")
    void eachJobHasItsHooksBeforeItsStartBeforeItsEndIsStoredAndAfterIt() {
        StoredJob job = queue.enqueue(Chores.address("works", "java.lang.String"), "a");
        Surroundings around = claim -> new NotedRun(job);

        try (Worker worker = Worker.on(new InMemoryQueue(store))
                .tasks(TaskRegistry.annotated(Chores.class))
                .beans(type -> chores)
                .surroundings(around)
                .listener(new WorkerListener() {
                    @Override
                    public void ended(Claim claim, Optional<Throwable> failure) {
                        calls.add("ended " + claim.id() + " " + job.state());
                    }
                })
                .closesOnExit(false)
                .build()
                .start()) {
            await().until(worker::drained);
            await().until(() -> calls.size() == 3);
        }

        assertThat(calls)
                .containsExactly("starting " + job.id(), "ending PROCESSING", "ended " + job.id() + " SUCCEEDED");
        assertThat(chores.seen).containsExactly("a");
    }

    private Worker worker(WorkerListener listener) {
        return Worker.on(queue)
                .name("one")
                .tasks(TaskRegistry.annotated(Chores.class))
                .beans(type -> chores)
                .listener(listener)
                .closesOnExit(false)
                .build();
    }

    private final class Notes implements WorkerListener {
        @Override
        public void workerStarted(String name) {
            calls.add("worker " + name + " started");
        }

        @Override
        public void workerStopped(String name) {
            calls.add("worker " + name + " stopped");
        }

        @Override
        public void started(Claim claim) {
            calls.add("started");
        }

        @Override
        public void ended(Claim claim, Optional<Throwable> failure) {
            calls.add("ended");
        }
    }

    private final class NotedRun implements Surroundings.Run {
        private final StoredJob job;

        NotedRun(StoredJob job) {
            this.job = job;
        }

        @Override
        public Optional<Object> argument(String declaredType) {
            return Optional.empty();
        }

        @Override
        public void starting() {
            calls.add("starting " + job.id());
        }

        @Override
        public void ended(Optional<Throwable> failure) {
            calls.add("ending " + job.state());
        }

        @Override
        public Map<String, JsonNode> notes() {
            return Map.of();
        }

        @Override
        public void left() {
            // nothing was set
        }
    }
}
