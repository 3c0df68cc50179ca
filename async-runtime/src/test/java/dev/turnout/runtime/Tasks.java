// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The tasks of these tests. */
class Tasks {
    final List<String> seen = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> open = new CompletableFuture<>();
    final CompletableFuture<Void> never = new CompletableFuture<>();
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicInteger tries = new AtomicInteger();

    void mail(String who, long times) {
        Facade.await(() -> mailAsync(who, times));
    }

    @AsyncTask
    CompletionStage<Void> mailAsync(String who, long times) {
        threads.add(Thread.currentThread().getName());
        seen.add("mail " + who + " " + times);
        return open;
    }

    void block() {
        threads.add(Thread.currentThread().getName());
    }

    void viaFacade() {
        Facade.await(() -> Blocking.run(() -> {
            threads.add(Thread.currentThread().getName());
            seen.add("offloaded");
        }));
    }

    @AsyncTask
    CompletionStage<Void> offloads() {
        return Blocking.run(() -> {
            seen.add("nested");
            Facade.await(() -> Stages.map(Stages.done(), ignored -> seen.add("nested facade")));
        });
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> waits() {
        Facade.await(Stages::done);
        return Stages.done();
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> failsLater() {
        return Stages.map(Stages.done(), ignored -> {
            throw new java.io.IOException("later");
        });
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> throwsAtOnce() {
        throw new IllegalArgumentException("at once");
    }

    @AsyncTask(retries = 0)
    @SuppressWarnings("NullAway") // what a careless twin does
    CompletionStage<Void> givesNull() {
        return null;
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    void overflows() {
        overflows();
    }

    @AsyncTask(retries = 1)
    CompletionStage<Void> retried() {
        return tries.incrementAndGet() == 1 ? Stages.failed(new IllegalStateException("first")) : Stages.done();
    }

    @AsyncTask(retries = 0, timeout = "50ms")
    CompletionStage<Void> endless() {
        return never;
    }

    @AsyncTask
    CompletionStage<Void> looks(String text, TaskContext context) {
        seen.add(text + " " + context.id() + " attempt " + context.attempt() + " " + context.task());
        return Stages.done();
    }

    @AsyncTask
    CompletionStage<Void> noted(StringBuilder live) {
        seen.add(live.toString());
        return Stages.done();
    }

    void holds() throws InterruptedException {
        seen.add("holding");
        try {
            release.await();
        } catch (InterruptedException cancelled) {
            seen.add("interrupted");
            throw cancelled;
        }
    }
}
