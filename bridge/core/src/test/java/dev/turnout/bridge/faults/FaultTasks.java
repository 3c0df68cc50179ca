// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.MDC;

/** The tasks of the fault tests: good ones, and one for each way in which a task can misbehave. */
class FaultTasks {
    private final Ledger ledger;
    private final Queue queue;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    FaultTasks(Ledger ledger, Queue queue) {
        this.ledger = ledger;
        this.queue = queue;
    }

    int mostAtOnce() {
        return most.get();
    }

    private void body(TaskContext context) {
        ledger.write(
                "BODY", context.id().value(), context.token(), context.task().methodName());
    }

    /** Waits without a thread, then has its effect. */
    @AsyncTask(retries = 3)
    CompletionStage<Void> work(int millis, TaskContext context) {
        most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
        return Stages.accept(Stages.delay(millis), done -> {
            waiting.decrementAndGet();
            body(context);
        });
    }

    /** Takes a minute, unless a run before it was ended by a crash. */
    @AsyncTask(retries = 3)
    CompletionStage<Void> slowAtFirst(TaskContext context) {
        return work(context.crashes() == 0 ? 60_000 : 1, context);
    }

    /** As {@link #work}, on a thread of a pool. */
    @AsyncTask(retries = 3)
    CompletionStage<Void> offloaded(int millis, TaskContext context) {
        return Blocking.run(() -> {
            Thread.sleep(millis);
            body(context);
        });
    }

    /** Asks a back end that fails when too many ask at once. */
    @AsyncTask(retries = 0)
    CompletionStage<Void> ask(String uri, TaskContext context) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        return Stages.accept(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()), answer -> {
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the back end answered " + answer.statusCode());
            }
            body(context);
        });
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> throwsAtOnce(TaskContext context) {
        body(context);
        throw new IllegalArgumentException("at once");
    }

    @AsyncTask(retries = 0)
    @SuppressWarnings("NullAway") // what a careless task does
    CompletionStage<Void> givesNull(TaskContext context) {
        body(context);
        return null;
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> failsLater(TaskContext context) {
        body(context);
        return CompletableFuture.supplyAsync(() -> {
            throw new IllegalArgumentException("later");
        });
    }

    @AsyncTask(retries = 0)
    @SuppressWarnings("InfiniteRecursion") // that is the point
    CompletionStage<Void> overflows(TaskContext context) {
        return overflows(context);
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> missesAClass(TaskContext context) {
        throw new NoClassDefFoundError("com/acme/Gone");
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> asserts(TaskContext context) {
        throw new AssertionError("never");
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> eatsMemory(TaskContext context) {
        List<long[]> eaten = new ArrayList<>();
        while (true) {
            eaten.add(new long[1 << 20]);
        }
    }

    /** Completes its stage from eight threads at once, well and badly. */
    @AsyncTask(retries = 0)
    CompletionStage<Void> endsManyTimes(TaskContext context) {
        body(context);
        CompletableFuture<Void> stage = new CompletableFuture<>();
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            boolean well = i % 2 == 0;
            new Thread(() -> {
                        try {
                            gate.await();
                        } catch (InterruptedException stop) {
                            Thread.currentThread().interrupt();
                        }
                        if (well) {
                            stage.complete(null);
                        } else {
                            stage.completeExceptionally(new IllegalStateException("one of eight"));
                        }
                    })
                    .start();
        }
        gate.countDown();
        return stage;
    }

    /** Holds an event-loop thread. */
    @AsyncTask(retries = 0)
    CompletionStage<Void> blocksTheLoop(int millis, TaskContext context) throws InterruptedException {
        Thread.sleep(millis);
        body(context);
        return Stages.done();
    }

    /** A stage that nobody completes. */
    @AsyncTask(retries = 9)
    CompletionStage<Void> neverEnds(TaskContext context) {
        return new CompletableFuture<>();
    }

    /** A thread that does not come back, whatever is done to it. */
    void neverReturns(TaskContext context) {
        while (true) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /** Ends on an executor of its own that is shut down under it, after it has interrupted the thread that started it. */
    @AsyncTask(retries = 0)
    CompletionStage<Void> endsElsewhere(TaskContext context) {
        Thread starter = Thread.currentThread();
        ExecutorService own = Executors.newSingleThreadExecutor();
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> {
                    starter.interrupt();
                    body(context);
                    own.shutdownNow();
                },
                own);
        return end;
    }

    /** Leaves everything behind that a thread can carry away. */
    @AsyncTask(retries = 0)
    CompletionStage<Void> leavesThings(TaskContext context) {
        MDC.put("left", "behind");
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], null));
        return Stages.then(Stages.delay(1), ignored -> {
            MDC.put("left", "behind in a continuation");
            Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], null));
            body(context);
            return Stages.done();
        });
    }

    /** Fails if it finds any of it. */
    @AsyncTask(retries = 0)
    CompletionStage<Void> findsNothing(TaskContext context) {
        lookAround();
        return Stages.then(Stages.delay(1), ignored -> {
            lookAround();
            return Stages.accept(Blocking.run(FaultTasks::lookAround), done -> body(context));
        });
    }

    private static void lookAround() {
        if (MDC.get("left") != null) {
            throw new IllegalStateException("the MDC holds " + MDC.get("left"));
        }
        if (Thread.currentThread().getContextClassLoader() != FaultTasks.class.getClassLoader()) {
            throw new IllegalStateException(
                    "the class loader is " + Thread.currentThread().getContextClassLoader());
        }
    }

    /** Puts a job in, and takes the whole process away the first time. */
    @AsyncTask(retries = 3)
    CompletionStage<Void> enqueuesAndDies(TaskContext context) {
        NewJob child = NewJob.now(
                new JobId(UUID.randomUUID().toString()),
                address("work", "int"),
                List.of(new Argument("int", IntNode.valueOf(1))));
        return Stages.accept(queue.door().insert(child), added -> {
            body(context);
            if (context.crashes() == 0) {
                Runtime.getRuntime().halt(9);
            }
        });
    }

    static TaskAddress address(String method, String... types) {
        return new TaskAddress(FaultTasks.class.getName(), method, List.of(types));
    }
}
