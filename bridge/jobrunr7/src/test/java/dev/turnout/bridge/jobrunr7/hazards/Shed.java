// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.hazards;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The tasks of the hazards. */
public class Shed {
    final Set<String> done = ConcurrentHashMap.newKeySet();
    final AtomicInteger runs = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);
    final CompletableFuture<Void> stage = new CompletableFuture<>();

    /** Quick. */
    public void note(String name) {
        done.add(name);
    }

    /** Until it is let go. */
    public void hold(String name) throws InterruptedException {
        runs.incrementAndGet();
        done.add(name);
        release.await();
    }

    /** What a rewritten method must not be, and what it is if somebody forgets the facade. */
    public CompletionStage<Void> bare(String name) {
        done.add(name);
        return stage;
    }

    /** Facade. */
    public void facade(String name) {
        Facade.await(() -> facadeAsync(name));
    }

    @AsyncTask
    CompletionStage<Void> facadeAsync(String name) {
        return Stages.accept(stage, ended -> done.add(name));
    }
}
