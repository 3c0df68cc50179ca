// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerStormTest {
    private static final int JOBS = 2_000;
    private static final int SLOTS = 8;
    private static final int STOPS = 10;

    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue door = new FlakyQueue(store);
    private final Ledger ledger = new Ledger();

    @Test
    void workersThatComeAndGoLoseNothingAndNeverRunAJobTwiceAtOnce() throws Exception {
        long seed = Long.getLong("turnout.seed", System.nanoTime());
        Random dice = new Random(seed);
        List<JobId> ids = new ArrayList<>();
        for (int number = 0; number < JOBS; number++) {
            ids.add(insert(number, dice.nextBoolean() ? "compose" : "block"));
        }

        List<Worker> workers = new ArrayList<>(List.of(start(), start(), start()));
        for (int stop = 0; stop < STOPS; stop++) {
            int reached = ledger.ended.get() + dice.nextInt(JOBS / STOPS / 2);
            await().until(() -> ledger.ended.get() >= Math.min(reached, JOBS));
            workers.remove(dice.nextInt(workers.size())).close();
            workers.add(start());
        }

        String run = "seed=" + seed;
        await().untilAsserted(() ->
                assertThat(ids).as(run).allMatch(id -> store.stateOf(id).equals("SUCCEEDED")));
        workers.forEach(Worker::close);
        assertThat(ledger.overlaps).as(run).hasValue(0);
        assertThat(ledger.begun.get()).as(run).isBetween(JOBS, JOBS + STOPS * SLOTS);
        assertThat(store.present()).as(run).isEmpty();
    }

    private Worker start() throws NoSuchMethodException {
        List<TaskDefinition> tasks = new ArrayList<>(TaskRegistry.annotatedIn(Ledger.class));
        tasks.add(TaskDefinition.blocking(Ledger.class, Ledger.class.getDeclaredMethod("block", int.class), ""));
        return Worker.on(new FlakyQueue(store))
                .tasks(TaskRegistry.of(tasks))
                .beans(type -> ledger)
                .options(WorkerOptions.with().slots(SLOTS).blockingPoolSize(3).drainTimeout(Duration.ofMillis(1)))
                .closesOnExit(false)
                .build()
                .start();
    }

    private JobId insert(int number, String method) {
        JobId id = new JobId("job-" + number);
        TaskAddress task = new TaskAddress(Ledger.class.getName(), method, List.of("int"));
        door.insert(NewJob.now(id, task, List.of(new Argument("int", new IntNode(number)))));
        return id;
    }

    /** The tasks, and what they saw. */
    static class Ledger {
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicIntegerArray running = new AtomicIntegerArray(JOBS);

        void block(int number) throws InterruptedException {
            enter(number);
            try {
                Thread.sleep(1); // the work
            } finally {
                leave(number);
            }
        }

        void compose(int number) {
            throw new UnsupportedOperationException();
        }

        @AsyncTask
        CompletionStage<Void> composeAsync(int number) {
            return Blocking.run(() -> block(number));
        }

        private void enter(int number) {
            begun.incrementAndGet();
            if (running.incrementAndGet(number) > 1) {
                overlaps.incrementAndGet();
            }
        }

        private void leave(int number) {
            running.decrementAndGet(number);
            ended.incrementAndGet();
        }
    }
}
