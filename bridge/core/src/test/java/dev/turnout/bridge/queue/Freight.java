// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jspecify.annotations.Nullable;

/** Tasks that a stock JobRunr server can run; what they were given lies in {@link #SEEN}, by the mark of the test. */
public class Freight {
    static final Map<String, Object> SEEN = new ConcurrentHashMap<>();
    static final List<CompletableFuture<Void>> OPEN = new CopyOnWriteArrayList<>();

    /** An enum. */
    public enum Mode {
        FAST,
        SLOW
    }

    /** A record with what a payload has. */
    public record Load(String what, long weight, Mode mode, List<String> parts, Instant since) {}

    public void text(String mark, String value) {
        SEEN.put(mark, value);
    }

    public void numbers(String mark, int small, long large, double half, boolean flag) {
        SEEN.put(mark, List.of(small, large, half, flag));
    }

    public void mode(String mark, Mode value) {
        SEEN.put(mark, value);
    }

    public void load(String mark, Load value) {
        SEEN.put(mark, value);
    }

    public void date(String mark, LocalDate value) {
        SEEN.put(mark, value);
    }

    public void list(String mark, List<String> value) {
        SEEN.put(mark, value);
    }

    public void map(String mark, Map<String, String> value) {
        SEEN.put(mark, value);
    }

    public void any(String mark, Object value) {
        SEEN.put(mark, value);
    }

    public static void still(String mark, String value) {
        SEEN.put(mark, value);
    }

    /** JobRunr gives the context. */
    public void context(String mark, JobContext context) {
        SEEN.put(mark, context.getJobId());
    }

    /** Facade. */
    public void haul(String mark, String value) {
        Facade.await(() -> haulAsync(mark, value, null));
    }

    @AsyncTask
    public CompletionStage<Void> haulAsync(String mark, String value, @Nullable TaskContext context) {
        SEEN.put(mark, value + (context == null ? " by the facade" : " in attempt " + context.attempt()));
        if (context != null) {
            context.logger().info("hauling {}", value);
            context.progress(1, 4);
        }
        return Stages.done();
    }

    /** Facade. */
    public void wait(String mark) {
        Facade.await(() -> waitAsync(mark));
    }

    @AsyncTask
    public CompletionStage<Void> waitAsync(String mark) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        OPEN.add(end);
        return end;
    }

    /** Facade. */
    public void fail(String mark) {
        Facade.await(() -> failAsync(mark, null));
    }

    @AsyncTask
    public CompletionStage<Void> failAsync(String mark, @Nullable TaskContext context) {
        SEEN.merge(mark, "x", (before, more) -> before + "x");
        return Stages.failed(new IllegalStateException("derailed"));
    }

    @Job(
            name = "Deliver %1 for %X{customer}",
            retries = 2,
            labels = {"freight", "to %1"})
    public void declared(String mark, String value) {
        SEEN.put(mark, value);
    }

    /** A twin whose facade is missing. */
    public CompletionStage<Void> bareAsync(String mark) {
        return Stages.done();
    }

    /** A facade of a stage is none. */
    public CompletionStage<Void> late(String mark) {
        return lateAsync(mark);
    }

    @AsyncTask
    public CompletionStage<Void> lateAsync(String mark) {
        return Stages.done();
    }

    public Future<String> promised(String mark) {
        return new CompletableFuture<>();
    }

    public Flow.Publisher<String> streamed(String mark) {
        return subscriber -> {};
    }

    void hidden(String mark) {}
}
