// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.WorkerHealth;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.MemoryStore;
import dev.turnout.runtime.testing.StoredJob;
import dev.turnout.runtime.testing.StoredJob.State;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker says of its own health; what the command makes of it is the command's test. */
@Timeout(30)
class HealthRowsTest {
    private final MemoryStore store = new MemoryStore();
    private final Crew crew = new Crew(new Chores());

    @AfterEach
    void closeWorkers() {
        crew.close();
    }

    @Test
    @ArqRow("TW02")
    void aWorkerThatWasNotStartedIsNeitherRegisteredNorClaiming() {
        Worker worker = crew.hire(new InMemoryQueue(store), Crew.options());

        assertThat(worker.health()).isEqualTo(new WorkerHealth(true, false, false, 0, 0, Optional.empty()));
    }

    @Test
    @ArqRow("TW03")
    void aWorkerWhoseQueueIsAwayIsAliveButNotReady() {
        CountDownLatch tried = new CountDownLatch(2);
        InMemoryQueue away = new InMemoryQueue(store) {
            @Override
            public CompletionStage<Void> announce() {
                tried.countDown();
                return CompletableFuture.failedFuture(new IOException("away"));
            }
        };

        Worker worker = crew.start(away);
        await().until(() -> tried.getCount() == 0);

        assertThat(worker.health()).isEqualTo(new WorkerHealth(true, false, false, 0, 0, Optional.empty()));
    }

    @Test
    @ArqRow("TW04")
    void aWorkerThatClaimsIsReadyUntilItIsPausedOrClosed() {
        Worker worker = crew.start(new InMemoryQueue(store));
        await().until(() -> worker.health().claiming());
        assertThat(worker.health()).isEqualTo(new WorkerHealth(true, true, true, 0, 0, Optional.empty()));

        worker.pause();
        assertThat(worker.health()).isEqualTo(new WorkerHealth(true, true, false, 0, 0, Optional.empty()));
        worker.resume();
        assertThat(worker.health().claiming()).isTrue();

        worker.close();
        assertThat(worker.health()).isEqualTo(new WorkerHealth(true, false, false, 0, 0, Optional.empty()));
    }

    @Test
    @ArqRow("TW05")
    void aWorkerThatHasGoneLeavesTheEndOfItsJobAndNothingOfItself() {
        InMemoryQueue queue = new InMemoryQueue(store);
        Worker worker = crew.start(queue);
        StoredJob job = queue.enqueue(Chores.address("works", "java.lang.String"), "a");
        await().until(() -> job.state() == State.SUCCEEDED);
        assertThat(store.present()).hasSize(1);

        worker.close();

        assertThat(store.present()).isEmpty();
        assertThat(queue.jobs()).extracting(StoredJob::state).containsExactly(State.SUCCEEDED);
    }
}
