// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NewsInOrderTest {
    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final CountDownLatch starting = new CountDownLatch(1);
    private final CompletableFuture<Void> goOn = new CompletableFuture<>();

    @Test
    void whatEndsARunIsToldAfterItsStartEvenIfItComesWhileTheStartIsBeingTold() throws Exception {
        try (Worker worker = worker()) {
            worker.start();
            JobId id = new JobId("job");
            queue.insert(NewJob.now(id, new TaskAddress(Idle.class.getName(), "idle", List.of()), List.of()));
            starting.await();

            queue.cancel(id, "no longer wanted");

            await().until(() -> store.forgotten.contains(id)); // the worker knows that it is cancelled
            assertThat(news).isEmpty();
            goOn.complete(null);
            await().until(() -> news.size() == 2);
            assertThat(news).containsExactly("started", "cancelled");
        }
    }

    private Worker worker() {
        return Worker.on(queue)
                .tasks(TaskRegistry.annotated(Idle.class))
                .beans(type -> new Idle())
                .listener(new SlowListener())
                .closesOnExit(false)
                .build();
    }

    static class Idle {
        @AsyncTask
        public CompletionStage<Void> idle() {
            return Stages.done();
        }
    }

    private final class SlowListener implements WorkerListener {
        @Override
        public void started(Claim claim) {
            starting.countDown();
            goOn.join(); // does not react to the interrupt that a cancel sends
            news.add("started");
        }

        @Override
        public void cancelled(Claim claim) {
            news.add("cancelled");
        }
    }
}
