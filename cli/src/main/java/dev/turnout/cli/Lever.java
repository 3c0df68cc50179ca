// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.Cutover;
import dev.turnout.bridge.Settled;
import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.task.TaskAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the queue is, and how its verbs talk to it. Mixed into every verb that touches Redis. */
final class Lever {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long LINE_EVERY_NANOS = 2_000_000_000L;

    @Option(
            names = "--config",
            description =
                    "Properties or YAML file that says where Redis is, as the application's does: turnout.queue.redis-uri, or"
                            + " spring.data.redis.*; and JobRunr's key prefix. Default: TURNOUT_REDIS_URI and TURNOUT_KEY_PREFIX, else"
                            + " SPRING_* variables, application.properties and application.yml of this folder.")
    private @Nullable Path config;

    @Option(
            names = "--profile",
            description =
                    "The application's active profiles, as spring.profiles.active lists them; default: as it, or SPRING_PROFILES_ACTIVE, says.")
    private @Nullable String profile;

    @Option(
            names = "--patience",
            defaultValue = "60",
            description = "How many seconds to wait for the workers to obey (${DEFAULT-VALUE}).")
    private int patienceSeconds;

    /** Where the queue is; the passwords in it are for {@link Address#redis} only. */
    Address address() {
        return Address.find(Optional.ofNullable(config), Optional.ofNullable(profile), Path.of(""), System::getenv);
    }

    /** How long to wait for the workers. */
    Duration patience() {
        if (patienceSeconds < 0) {
            throw new IllegalArgumentException("TURNOUT-0655 a patience of " + patienceSeconds
                    + " s makes no sense; nothing was done. Give 0 or more seconds.");
        }
        return Duration.ofSeconds(patienceSeconds);
    }

    /** Asks, waits for the answer on this thread, and throws what the answer failed with. */
    <T> T ask(Function<Cutover, CompletionStage<T>> question) throws Exception {
        Address address = address();
        try (Link link = Link.to(address.redis(), ANSWER)) {
            return question.apply(Cutover.over(link, address.prefix()))
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    /** As {@link #ask}, of what changes something: refused where no queue is. */
    <T> T change(Function<Cutover, CompletionStage<T>> question) throws Exception {
        Address address = address();
        return ask(cutover -> cutover.isUsed()
                .thenCompose(used -> used
                        ? question.apply(cutover)
                        : CompletableFuture.failedFuture(new IllegalStateException("TURNOUT-0654 there is no queue in "
                                + address + ": nothing of JobRunr and nothing of an async worker is stored there."
                                + " Nothing was done. Which Redis and which prefix does the application use? Name its file"
                                + " with --config, its profile with --profile."))));
    }

    /** As {@link #ask}, of the queue itself. No worker is announced. */
    <T> T askQueue(Function<LegacyQueue, CompletionStage<T>> question) throws Exception {
        Address address = address();
        try (LegacyQueue queue =
                LegacyQueue.open(address.redis(), LegacyQueueOptions.with().keyPrefix(address.prefix()))) {
            return question.apply(queue).toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    /** As {@link #askQueue}, of what changes something: refused where no queue is. */
    <T> T changeQueue(Function<LegacyQueue, CompletionStage<T>> question) throws Exception {
        change(cutover -> CompletableFuture.completedFuture(""));
        return askQueue(question);
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
