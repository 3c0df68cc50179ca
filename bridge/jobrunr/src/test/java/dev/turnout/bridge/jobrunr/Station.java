// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.annotations.Job;

/** What async workers run in the tests of the dashboard, with the facades that JobRunr knows. Public, because JobRunr calls it. */
public class Station {
    final Map<String, Integer> runs = new ConcurrentHashMap<>();
    final CompletableFuture<Void> held = new CompletableFuture<>();

    /** Says where it is, and how far. */
    public void report(String name) {
        Facade.await(() -> reportAsync(name, null));
    }

    @AsyncTask
    CompletionStage<Void> reportAsync(String name, TaskContext context) {
        context.logger().info("{} has left the station", name);
        context.progress(3, 10);
        runs.merge(name, 1, Integer::sum);
        return CompletableFuture.completedFuture(null);
    }

    /** Until it is cancelled. */
    public void hold(String name) {
        Facade.await(() -> holdAsync(name));
    }

    @AsyncTask
    CompletionStage<Void> holdAsync(String name) {
        runs.merge(name, 1, Integer::sum);
        return held;
    }

    /** Fails the first time. */
    @Job(retries = 0)
    public void derail(String name) {
        Facade.await(() -> derailAsync(name));
    }

    @AsyncTask
    CompletionStage<Void> derailAsync(String name) {
        return runs.merge(name, 1, Integer::sum) == 1
                ? CompletableFuture.failedFuture(new IllegalStateException("derailed"))
                : CompletableFuture.completedFuture(null);
    }

    /** What no worker of the test knows. */
    public void nowhere(String name) {
        throw new IllegalStateException(name);
    }
}
