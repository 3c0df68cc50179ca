// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.TaskContext;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;
import org.jobrunr.jobs.annotations.Job;

/** The tasks of the trials, the same for both pools. Each is told its job's id, and writes down when it begins and ends. */
public class TrialTasks {
    static final String EFFECTS = "trial:effects:";

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

    /** No facade: a legacy server that does not await stages would call it done at once. */
    @Job(retries = 20)
    public CompletionStage<Void> stage(String job, int failures) {
        return flakyAsync(job, failures);
    }

    /** Facade. A legacy server has no token to give. */
    public void effect(String job, int millis) {
        Facade.await(() -> run("effect", job, millis));
    }

    /** Has its effect under the token of the run: counted in a hash a job, whose fields are the tokens. */
    @AsyncTask
    CompletionStage<Void> effectAsync(String job, int millis, TaskContext context) {
        pen.write("START", job, "effect");
        return Stages.then(
                Stages.delay(millis),
                over -> Stages.accept(
                        redis.hincrby(EFFECTS + job, Long.toString(context.token()), 1),
                        times -> pen.write("END", job, "effect")));
    }

    /** Facade. */
    public void row(String job) {
        Facade.await(() -> rowAsync(job));
    }

    /** Looks for the row that its enqueuer wrote, in the database of the property {@code rows}. */
    @AsyncTask
    CompletionStage<Void> rowAsync(String job) {
        pen.write("START", job, "row");
        return Stages.accept(
                Blocking.call(() -> Rows.has(System.getProperty("rows"), job)),
                seen -> pen.write(seen ? "SEEN" : "MISSING", job, "row"));
    }

    private CompletionStage<Void> run(String task, String job, int millis) {
        pen.write("START", job, task);
        return Stages.accept(Stages.delay(millis), done -> pen.write("END", job, task));
    }
}
