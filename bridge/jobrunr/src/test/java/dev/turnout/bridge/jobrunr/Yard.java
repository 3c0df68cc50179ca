// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.server.runner.ThreadLocalJobContext;
import org.slf4j.MDC;

/** The tasks of the tests: what is seen and what is still to end lies in fields, since a bean is one. */
public class Yard {
    public final List<CompletableFuture<Void>> open = new CopyOnWriteArrayList<>();
    final Map<String, CompletableFuture<Void>> latest = new ConcurrentHashMap<>();
    final Set<Thread> starters = ConcurrentHashMap.newKeySet();
    final List<String> seen = new CopyOnWriteArrayList<>();
    public final AtomicInteger facades = new AtomicInteger();
    final CountDownLatch interrupted = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicInteger holding = new AtomicInteger();

    /** Facade. */
    public void haul(String freight) {
        facades.incrementAndGet();
        Facade.await(() -> haulAsync(freight));
    }

    @AsyncTask
    CompletionStage<Void> haulAsync(String freight) {
        starters.add(Thread.currentThread());
        seen.add(freight);
        CompletableFuture<Void> end = new CompletableFuture<>();
        latest.put(freight, end);
        open.add(end);
        return end;
    }

    /** Facade. */
    @Job(retries = 0)
    public void derail(String freight) {
        Facade.await(() -> derailAsync(freight));
    }

    @AsyncTask
    CompletionStage<Void> derailAsync(String freight) {
        return Stages.failed(new IllegalStateException("derailed " + freight));
    }

    /** Facade. */
    public void report(String freight, JobContext context) {
        Facade.await(() -> reportAsync(freight, context));
    }

    @AsyncTask
    CompletionStage<Void> reportAsync(String freight, JobContext context) {
        context.logger().info("left with " + freight);
        context.progressBar(2).setProgress(1);
        return Stages.accept(
                Blocking.call(() -> Thread.currentThread().getName()),
                thread -> seen.add(thread.replaceAll("\\d+$", "n") + " " + MDC.get("driver") + " " + MDC.get("filter")
                        + " "
                        + context.getJobId()
                                .equals(ThreadLocalJobContext.getJobContext().getJobId())));
    }

    /** Facade. */
    public void label(String freight) {
        Facade.await(() -> labelAsync(freight));
    }

    @AsyncTask
    CompletionStage<Void> labelAsync(String freight) {
        MDC.put("freight", freight);
        return Stages.accept(
                Blocking.call(() -> String.valueOf(MDC.get("freight"))),
                blocking -> seen.add(blocking + " " + MDC.get("freight") + " " + MDC.get("driver")));
    }

    /** Facade. */
    public void load(String freight) {
        Facade.await(() -> loadAsync(freight));
    }

    @AsyncTask
    CompletionStage<Void> loadAsync(String freight) {
        return Blocking.run(() -> {
            seen.add("loading");
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException stopped) {
                interrupted.countDown();
                throw stopped;
            }
        });
    }

    /** Facade. */
    @Job(retries = 0)
    public void dawdle() {
        Facade.await(this::dawdleAsync);
    }

    @AsyncTask(timeout = "100ms")
    CompletionStage<Void> dawdleAsync() {
        return new CompletableFuture<>();
    }

    /** What must never be: a task without a facade that returns its stage. */
    public CompletionStage<Void> bare(String freight) {
        seen.add(freight);
        CompletableFuture<Void> end = new CompletableFuture<>();
        open.add(end);
        return end;
    }

    /** A request whose handler has a facade and a twin. */
    public record Request(String freight) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Made by its constructor: no bean of this type. */
    public static class Handler implements JobRequestHandler<Request> {
        static final List<String> SEEN = new CopyOnWriteArrayList<>();

        @Override
        public void run(Request request) {
            throw new AssertionError("the twin should have been run");
        }

        @AsyncTask
        CompletionStage<Void> runAsync(Request request) {
            SEEN.add(request.freight());
            return Stages.done();
        }
    }

    /** A task that blocks, without a twin. */
    public void plain(String freight) {
        seen.add(freight + " on " + Thread.currentThread().getName().replaceAll("\\d+", "n"));
    }

    /** A task that blocks until it is let go. */
    public void hold() throws InterruptedException {
        holding.incrementAndGet();
        release.await();
    }

    /** Not a twin: no annotation. */
    public CompletionStage<Void> plainAsync(String freight) {
        throw new AssertionError("must not be called");
    }
}
