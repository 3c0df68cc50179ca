// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeavingTest {
    private final TestStore store = new TestStore(Duration.ofSeconds(30));

    @Test
    void aWorkerThatIsStoppedWhileItEntersTheListIsNotOnItAfterwards() throws InterruptedException {
        CountDownLatch entering = new CountDownLatch(1);
        CountDownLatch letIn = new CountDownLatch(1);
        FlakyQueue slow = new FlakyQueue(store) {
            @Override
            public CompletionStage<Void> announce() {
                entering.countDown();
                return CompletableFuture.runAsync(() -> waitFor(letIn)).thenCompose(now -> super.announce());
            }
        };
        Worker worker = Worker.on(slow)
                .tasks(TaskRegistry.of(List.of()))
                .closesOnExit(false)
                .build()
                .start();
        assertThat(entering.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(worker::close, command -> new Thread(command, "closing").start());
        await().until(() -> !worker.health().claiming());
        letIn.countDown();
        closing.join();

        assertThat(store.present()).isEmpty();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
