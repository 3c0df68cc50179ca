// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.LogFields;
import dev.turnout.runtime.task.Retry;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The tasks of these tests. */
class Chores {
    static final String SECRET = "s3cr3t";

    final List<String> seen = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> open = new CompletableFuture<>();
    final CompletableFuture<Void> never = new CompletableFuture<>();
    final CountDownLatch release = new CountDownLatch(1);

    @Nullable
    InMemoryQueue door;

    static TaskAddress address(String method, String... types) {
        return new TaskAddress(Chores.class.getName(), method, List.of(types));
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> works(String what) {
        seen.add(what);
        return Stages.done();
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> breaks(String what) {
        return Stages.failed(new IllegalStateException(what));
    }

    /** Asks for another attempt so many times. */
    @AsyncTask(retries = 5)
    CompletionStage<Void> asksAgain(int times, TaskContext context) {
        seen.add("attempt " + context.attempt());
        return context.attempt() > times ? Stages.done() : Stages.failed(Retry.after(Duration.ofMillis(10)));
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> mayNotAskAgain() {
        throw Retry.after(Duration.ofMillis(10));
    }

    /** Leaves it to its back-off when it is run again. */
    @AsyncTask(retries = 1, backOff = "1h")
    CompletionStage<Void> asksForLater(TaskContext context) {
        if (context.attempt() == 1) {
            throw Retry.later();
        }
        return Stages.done();
    }

    @AsyncTask(retries = 1)
    CompletionStage<Void> cancelsItself(TaskContext context) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        if (context.attempt() == 1) {
            stage.cancel(true);
        } else {
            stage.complete(null);
        }
        return stage;
    }

    @AsyncTask
    CompletionStage<String> tells(String secret) {
        return Stages.map(Stages.done(), ignored -> secret + SECRET);
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> breaksWithFields() {
        return Stages.failed(new IllegalStateException("payment refused", new Refused()));
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> breaksWithBrokenFields() {
        return Stages.failed(new Careless());
    }

    @AsyncTask(retries = 0, timeout = "200ms")
    CompletionStage<Void> takesTooLong() {
        return never;
    }

    /** Ends when the test says so. */
    @AsyncTask
    CompletionStage<Void> waits(String who) {
        seen.add(who);
        return open;
    }

    @AsyncTask
    CompletionStage<Void> hangs() {
        seen.add("hangs");
        return never;
    }

    @AsyncTask
    CompletionStage<Void> parent() {
        seen.add("parent");
        InMemoryQueue next = door;
        if (next != null) {
            next.enqueue(address("works", "java.lang.String"), "child");
        }
        return Stages.done();
    }

    void holds() throws InterruptedException {
        seen.add("holds");
        release.await();
    }

    void prints(int number) {
        seen.add("printed " + number);
    }

    /** A failure that knows more than its message. */
    static final class Refused extends RuntimeException implements LogFields {
        private static final long serialVersionUID = 1L;

        Refused() {
            super("card expired");
        }

        @Override
        public Map<String, String> logFields() {
            return Map.of("order", "4711", "bank", "acme");
        }
    }

    /** A failure whose fields fail. */
    static final class Careless extends RuntimeException implements LogFields {
        private static final long serialVersionUID = 1L;

        Careless() {
            super("no luck");
        }

        @Override
        public Map<String, String> logFields() {
            throw new IllegalStateException("its fields cannot be read");
        }
    }
}
