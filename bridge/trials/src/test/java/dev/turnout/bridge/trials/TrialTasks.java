// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;
import org.jobrunr.jobs.annotations.Job;

/** The tasks of the trials, the same for both pools. Each is told its job's id, and writes down when it begins and ends. */
public class TrialTasks {
    private final Pen pen;
    private final RedisAsyncCommands<String, String> redis;

    TrialTasks(Pen pen, RedisAsyncCommands<String, String> redis) {
        this.pen = pen;
        this.redis = redis;
    }

    /** Facade. */
    public void work(String job, int millis) {
        Facade.await(() -> workAsync(job, millis));
    }

    @AsyncTask
    CompletionStage<Void> workAsync(String job, int millis) {
        return run("work", job, millis);
    }

    /** Facade. */
    public void other(String job, int millis) {
        Facade.await(() -> otherAsync(job, millis));
    }

    @AsyncTask
    CompletionStage<Void> otherAsync(String job, int millis) {
        return run("other", job, millis);
    }

    /** Facade. */
    @Job(retries = 20)
    public void flaky(String job, int failures) {
        Facade.await(() -> flakyAsync(job, failures));
    }

    /** Fails its first runs, whichever pool they are in. */
    @AsyncTask
    CompletionStage<Void> flakyAsync(String job, int failures) {
        pen.write("START", job, "flaky");
        return Stages.accept(redis.incr("trial:runs:" + job), runs -> {
            pen.write("END", job, "flaky");
            if (runs <= failures) {
                throw new IllegalStateException("run " + runs + " of " + job + " fails as it should");
            }
        });
    }

    /** Facade. */
    public void tick(String schedule) {
        Facade.await(() -> tickAsync(schedule));
    }

    @AsyncTask
    CompletionStage<Void> tickAsync(String schedule) {
        return run("tick", schedule, 50);
    }

    private CompletionStage<Void> run(String task, String job, int millis) {
        pen.write("START", job, task);
        return Stages.accept(Stages.delay(millis), done -> pen.write("END", job, task));
    }
}
