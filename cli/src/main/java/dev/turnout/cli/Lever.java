// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.TaskAddress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Where the queue is, and how its verbs talk to it. Mixed into every verb that touches Redis. */
final class Lever {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long LINE_EVERY_NANOS = 2_000_000_000L;

    @Option(
            names = "--redis",
            required = true,
            defaultValue = "${env:TURNOUT_REDIS_URI}",
            description = "Address of Redis, redis://[user:password@]host:port[/db]; default: TURNOUT_REDIS_URI.")
    private String redis = "";

    @Option(
            names = "--prefix",
            defaultValue = "",
            description = "JobRunr's key prefix (org.jobrunr.database.table-prefix).")
    private String prefix = "";

    @Option(
            names = "--patience",
            defaultValue = "60",
            description = "How many seconds to wait for the workers to obey (${DEFAULT-VALUE}).")
    private int patienceSeconds;

    Duration patience() {
        return Duration.ofSeconds(patienceSeconds);
    }

    /** Asks, waits for the answer on this thread, and throws what the answer failed with. */
    <T> T ask(Function<Cutover, CompletionStage<T>> question) throws Exception {
        try (Link link = Link.to(redis, ANSWER)) {
            return question.apply(Cutover.over(link, prefix))
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    /** As {@link #ask}, of the queue itself. No worker is announced. */
    <T> T askQueue(Function<LegacyQueue, CompletionStage<T>> question) throws Exception {
        try (LegacyQueue queue =
                LegacyQueue.open(redis, LegacyQueueOptions.with().keyPrefix(prefix))) {
            return question.apply(queue).toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    /** Says so on {@code err} if no live async worker knows {@code task}: then its name may be a slip. */
    void doubt(TaskAddress task, PrintWriter err) throws Exception {
        if (!askQueue(queue -> queue.controls("", "").isKnown(task))) {
            err.println(
                    "turnout: no live async worker knows " + task + "; what is set binds once one does. Is it a slip?");
            err.flush();
        }
    }

    /** Says now and then on standard error who has not answered yet. */
    static Consumer<Settled> progress() {
        long[] last = {System.nanoTime()};
        return now -> {
            if (!now.done() && System.nanoTime() - last[0] > LINE_EVERY_NANOS) {
                last[0] = System.nanoTime();
                System.err.println(
                        "turnout: epoch " + now.epoch() + ": " + now.answered().size()
                                + " workers obey, waiting for " + now.silent()
                                + (now.reserved() == 0 ? "" : " and " + now.reserved() + " jobs between the pools"));
            }
        };
    }
}
