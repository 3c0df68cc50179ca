// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.bridge.wire.StateName;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** F2: the stop comes in the very moment in which the reply to a claim comes, two hundred times. */
@Tag("faults")
@Timeout(180)
class StopBetweenClaimAndStartTest {
    private static final int TIMES = 200;
    private static final AtomicInteger RUNS = new AtomicInteger();

    /** Its only task. */
    static class Quick {
        @AsyncTask
        CompletionStage<Void> run() {
            RUNS.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void whatWasClaimedInTheMomentOfTheStopIsGivenBackOrEnds() throws Exception {
        try (Rig rig = new Rig()) {
            rig.reset();
            int stuck = 0;
            int started = 0;
            for (int time = 0; time < TIMES; time++) {
                rig.empty();
                rig.route("*", "100");
                RUNS.set(0);
                stuck += stopInTheMomentOfAClaim(rig, time);
                started += RUNS.get();
            }
            new Figures("F2 barrier")
                    .put("tries", TIMES)
                    .put("startedAllTheSame", started)
                    .put("stuck", stuck)
                    .print();
            assertThat(stuck).isZero();
        }
    }

    /** Gives 1 if the job is neither back in the queue nor ended, or ran without its end being stored. */
    private static int stopInTheMomentOfAClaim(Rig rig, int time) throws Exception {
        LegacyQueue queue = LegacyQueue.open(rig.client(), Rig.options().lease(Duration.ofSeconds(30)));
        CyclicBarrier moment = new CyclicBarrier(2);
        CountDownLatch answered = new CountDownLatch(1);
        Claims claims = claimsThat(queue.claims(), found -> meet(found, moment, answered));
        Worker worker = Worker.on(with(queue, claims))
                .name("worker-" + time)
                .tasks(TaskRegistry.annotated(Quick.class))
                .beans(type -> new Quick())
                .options(WorkerOptions.with().drainTimeout(Duration.ofSeconds(5)))
                .closesOnExit(false)
                .build()
                .start();
        Rig.get(queue.door()
                .insert(dev.turnout.runtime.queue.Door.NewJob.now(
                        new dev.turnout.runtime.task.JobId(
                                java.util.UUID.randomUUID().toString()),
                        new dev.turnout.runtime.task.TaskAddress(Quick.class.getName(), "run", List.of()),
                        List.of())));
        moment.await(20, TimeUnit.SECONDS);
        worker.close();
        assertThat(answered.await(5, TimeUnit.SECONDS)).isTrue();
        queue.close();
        long processing = rig.redis().zcard(rig.keys.queue(StateName.PROCESSING));
        long waiting = rig.redis().zcard(rig.keys.queue(StateName.ENQUEUED));
        long ended = rig.redis().zcard(rig.keys.queue(StateName.SUCCEEDED));
        boolean good = processing == 0 && waiting + ended == 1 && ended == RUNS.get();
        return good ? 0 : 1;
    }

    /** Puts {@code between} between each answer to a claim and the worker. */
    static Claims claimsThat(Claims real, UnaryOperator<List<Claim>> between) {
        return (Claims) Proxy.newProxyInstance(
                Claims.class.getClassLoader(), new Class<?>[] {Claims.class}, (proxy, method, args) -> {
                    if (!method.getName().equals("claim")) {
                        return invoke(real, method, args);
                    }
                    return real.claim((Demand) args[0]).thenApplyAsync(between);
                });
    }

    /** Lets the first answer that has a claim in it, and the test, go on together. A job that was given back may be in one more. */
    private static List<Claim> meet(List<Claim> claims, CyclicBarrier moment, CountDownLatch answered) {
        if (!claims.isEmpty() && answered.getCount() > 0) {
            try {
                moment.await(20, TimeUnit.SECONDS);
            } catch (Exception broken) {
                throw new AssertionError(broken);
            }
            answered.countDown();
        }
        return claims;
    }

    static Queue with(Queue real, Claims claims) {
        return (Queue) Proxy.newProxyInstance(
                Queue.class.getClassLoader(),
                new Class<?>[] {Queue.class},
                (proxy, method, args) -> method.getName().equals("claims") ? claims : invoke(real, method, args));
    }

    private static Object invoke(Object on, java.lang.reflect.Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(on, args);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
