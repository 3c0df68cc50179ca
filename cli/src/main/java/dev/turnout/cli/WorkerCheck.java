// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.control.Status;
import dev.turnout.runtime.redis.Link;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether an async worker lives, as the queue's list says: for the probe of a container. Answers within five seconds. */
final class WorkerCheck {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private WorkerCheck() {}

    /** Prints one sentence, and gives the exit code: 0 if a worker of that name lives, or any where it is null; else 1. */
    static int print(PrintWriter out, String redis, @Nullable String prefix, @Nullable String name)
            throws InterruptedException {
        CompletableFuture<Status> answer = new CompletableFuture<>();
        Thread asking = new Thread(() -> ask(redis, prefix == null ? "" : prefix, answer), "turnout-check");
        asking.setDaemon(true); // a host that does not answer must not hold the command
        asking.start();
        try {
            return said(out, answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS), name);
        } catch (ExecutionException failure) {
            return no(out, "Redis cannot be asked: " + failure.getCause().getMessage());
        } catch (TimeoutException silence) {
            return no(out, "Redis has not answered within " + LIMIT.toSeconds() + " s.");
        }
    }

    private static void ask(String redis, String prefix, CompletableFuture<Status> answer) {
        try (Link link = Link.to(redis, LIMIT)) {
            answer.complete(
                    Cutover.over(link, prefix).status().toCompletableFuture().join());
        } catch (CompletionException failure) {
            answer.completeExceptionally(failure.getCause());
        } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
        }
    }

    private static int said(PrintWriter out, Status status, @Nullable String name) {
        List<Status.Worker> meant = status.workers().stream()
                .filter(worker -> name == null || worker.name().equals(name))
                .toList();
        List<Status.Worker> living = meant.stream().filter(Status.Worker::lives).toList();
        if (!living.isEmpty()) {
            out.println(living.stream()
                    .map(worker -> worker.label() + " lives, " + worker.inFlight() + " jobs in flight, epoch "
                            + worker.epoch() + ".")
                    .collect(Collectors.joining("\n")));
            out.flush();
            return Turnout.DONE;
        }
        if (!meant.isEmpty()) {
            return no(
                    out,
                    "no worker lives: the last sign of life of "
                            + meant.stream().map(Status.Worker::label).collect(Collectors.joining(", "))
                            + " is older than two of its leases.");
        }
        return no(
                out,
                name == null
                        ? "no async worker is on this queue's list."
                        : "no async worker named " + name + " is on this queue's list; there are "
                                + status.workers().stream()
                                        .map(Status.Worker::name)
                                        .toList()
                                + ".");
    }

    private static int no(PrintWriter out, String why) {
        out.println(why);
        out.flush();
        return Turnout.NO;
    }
}
