// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RunScopeTest {
    private final Lanes lanes = new Lanes(
            "scope-test",
            WorkerOptions.with(),
            new LoopWatch(Duration.ofSeconds(1), Duration.ofSeconds(30), new Announcer(List.of())));
    private final RunScope scope = new RunScope(
            lanes,
            new Claim(
                    new JobId("1"),
                    1,
                    new TaskAddress("com.acme.Mailer", "send", List.of()),
                    List.of(),
                    1,
                    0,
                    Duration.ZERO,
                    Duration.ofSeconds(30),
                    0,
                    Map.of()));

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void aCancelledRunIsNotQuietWhileAContinuationRunsAndItIsNotInterrupted() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean goOn = new AtomicBoolean();
        AtomicBoolean interrupted = new AtomicBoolean();
        scope.continuations().execute(() -> {
            started.countDown();
            while (!goOn.get()) {
                Thread.onSpinWait();
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        started.await();

        scope.cancel();

        assertThat(scope.quiet().toCompletableFuture()).isNotDone();
        goOn.set(true);
        await().until(() -> scope.quiet().toCompletableFuture().isDone());
        assertThat(interrupted).isFalse();
    }

    @Test
    void aCancelledRunWithoutAThreadIsQuietAtOnce() {
        scope.cancel();

        assertThat(scope.quiet().toCompletableFuture()).isDone();
    }
}
