// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.Retry;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tasks that do what their names say. */
class Mailer {
    final List<String> sent = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> never = new CompletableFuture<>();

    @Nullable
    InMemoryQueue door;

    void send(String who, long times) {
        throw new AssertionError("the twin is run");
    }

    @AsyncTask
    CompletionStage<Void> sendAsync(String who, long times) {
        return Blocking.run(() -> sent.add(who + " " + times));
    }

    @AsyncTask(retries = 3, backOff = "10m")
    CompletionStage<Void> flaky(TaskContext context) {
        return later(() -> {
            if (context.attempt() < 3) {
                throw new IllegalStateException("attempt " + context.attempt());
            }
        });
    }

    @AsyncTask
    CompletionStage<Void> againAtOnce(TaskContext context) {
        return context.attempt() == 1 ? Stages.failed(Retry.after(Duration.ZERO)) : Stages.done();
    }

    @AsyncTask(retries = 0)
    CompletionStage<Void> refuses() {
        return Stages.failed(new IllegalArgumentException("no such address"));
    }

    @AsyncTask
    CompletionStage<Void> hangs() {
        return never;
    }

    void blocks() throws InterruptedException {
        try {
            never.get();
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            sent.add("interrupted");
            throw stop;
        }
    }

    void prints(int number) {
        sent.add("printed " + number);
    }

    @AsyncTask
    CompletionStage<Void> relays(int times) {
        InMemoryQueue next = door;
        if (times > 0 && next != null) {
            next.enqueue(new TaskAddress(Mailer.class.getName(), "relays", List.of("int")), times - 1);
        }
        return Stages.done();
    }

    @AsyncTask
    CompletionStage<Void> letter(Letter letter, @Nullable String note) {
        return later(() -> sent.add(letter + " " + note));
    }

    @AsyncTask
    CompletionStage<Void> looks(String text, TaskContext context) {
        return later(() -> sent.add(text + " attempt " + context.attempt()));
    }

    @AsyncTask
    CompletionStage<Void> overloaded(String text) {
        return later(() -> sent.add(text));
    }

    @AsyncTask
    CompletionStage<Void> overloaded(List<String> list) {
        return later(() -> sent.add(list.toString()));
    }

    private static CompletionStage<Void> later(Runnable what) {
        Supplier<CompletionStage<Void>> work = () -> Blocking.run(what::run);
        return Stages.then(Stages.done(), done -> work.get());
    }

    /** An argument with a list in it. */
    record Letter(String to, List<String> lines) {}
}
