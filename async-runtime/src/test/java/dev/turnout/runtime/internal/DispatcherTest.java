// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.FlakyQueue;
import dev.turnout.runtime.testing.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DispatcherTest {
    private final TestStore store = new TestStore(Duration.ofSeconds(30));
    private final FlakyQueue queue = new FlakyQueue(store);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Announcer announcer = new Announcer(List.of());
    private final LoopWatch watch = new LoopWatch(Duration.ofSeconds(1), Duration.ofSeconds(30), announcer);
    private final Lanes lanes = new Lanes("dispatcher-test", WorkerOptions.with(), watch);
    private final HeldClaims held = new HeldClaims(4);
    private final AtomicInteger handedIn = new AtomicInteger();

    /** A task with a blocking body. */
    static class Mailer {
        void send() {}
    }

    @AfterEach
    void end() {
        lanes.close();
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClaimWhoseLaneTakesNothingForAMomentIsRunAfterIt(boolean full) {
        JobId job = insert();

        dispatch((task, lane) -> refuse(full, handedIn.incrementAndGet() == 1, lane));

        await().until(() -> store.stateOf(job).equals("SUCCEEDED") && held.count() == 0);
        assertThat(store.job(job).attempts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClaimWhoseLaneTakesNothingIsGivenBackAtNoCost(boolean full) {
        JobId job = insert();

        dispatch((task, lane) -> refuse(full, handedIn.incrementAndGet() > 0, lane));

        await().until(() -> store.stateOf(job).equals("ENQUEUED") && held.count() == 0);
        assertThat(handedIn).hasValue(2);
        assertThat(store.job(job).attempts()).isZero();
    }

    @Test
    void theLoopsAreAskedAgainWhenNoThreadCouldBeMadeForThem() {
        AtomicBoolean asked = new AtomicBoolean();

        watch.ping(command -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        watch.ping(command -> asked.set(true));

        assertThat(asked).isTrue();
    }

    private void dispatch(BiFunction<TaskDefinition, Executor, Executor> lane) {
        TaskDefinition task = task();
        Endings endings = new Endings(queue.claims(), held, announcer, lanes.cpu(), timer);
        Workshop shop = new Workshop(
                lanes,
                new StartGate(Routes.ALWAYS),
                endings,
                announcer,
                new ArgumentBinder(new ObjectMapper(), Subtypes.none()),
                type -> new Mailer(),
                List.of(),
                ReturnTypes.STAGES,
                timer,
                error -> {});
        Dispatcher dispatcher = new Dispatcher(
                TaskRegistry.of(List.of(task)), held, shop, wanted -> lane.apply(wanted, lanes.of(wanted)));
        long asked = System.nanoTime();
        List<Claim> claims = queue.claim(
                        Demand.of(1, TaskRegistry.of(List.of(task)).addresses()))
                .toCompletableFuture()
                .join();
        claims.forEach(claim -> dispatcher.accept(claim, asked));
    }

    private static Executor refuse(boolean full, boolean now, Executor lane) {
        return command -> {
            if (now && full) {
                throw new RejectedExecutionException("full");
            }
            if (now) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            lane.execute(command);
        };
    }

    private JobId insert() {
        JobId job = new JobId("1");
        queue.insert(NewJob.now(job, task().address(), List.of()))
                .toCompletableFuture()
                .join();
        return job;
    }

    private static TaskDefinition task() {
        try {
            return TaskDefinition.blocking(Mailer.class, Mailer.class.getDeclaredMethod("send"), "db");
        } catch (NoSuchMethodException renamed) {
            throw new AssertionError(renamed);
        }
    }
}
