// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import dev.turnout.runtime.FailedJobs;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.testing.TestWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import reactor.blockhound.BlockHound;

/** A process in which BlockHound watches a worker. Prints a line for each task: how its job ended. */
public final class WatchedWorker {
    private WatchedWorker() {}

    static final class Tasks {
        @AsyncTask
        CompletionStage<Void> sleeps() throws InterruptedException {
            Thread.sleep(1);
            return Stages.done();
        }

        /** BlockHound alone does not see this one. */
        @AsyncTask
        CompletionStage<Void> looks() {
            Files.exists(Path.of("/"));
            return Stages.done();
        }

        @AsyncTask
        CompletionStage<Void> looksLater() {
            return Stages.map(Stages.delay(Duration.ofMillis(1)), now -> {
                Files.exists(Path.of("/"));
                return null;
            });
        }

        @AsyncTask
        CompletionStage<Void> offloads() {
            return Blocking.run(() -> {
                Thread.sleep(1);
                Files.exists(Path.of("/"));
            });
        }

        @AsyncTask
        CompletionStage<Void> delays() {
            return Stages.map(Stages.delay(Duration.ofMillis(1)), now -> null);
        }
    }

    public static void main(String[] args) {
        BlockHound.install();
        TestWorker worker = TestWorker.of(new Tasks());
        for (String task : List.of("sleeps", "looks", "looksLater", "offloads", "delays")) {
            worker.enqueue(Tasks.class, task);
            System.out.println(task + ": " + end(worker));
        }
        System.exit(0);
    }

    private static String end(TestWorker worker) {
        try {
            return worker.runUntilEmpty() + " done";
        } catch (FailedJobs failed) {
            return String.valueOf(failed.getCause().getMessage());
        }
    }
}
