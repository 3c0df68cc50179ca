// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.store;

import dev.turnout.bridge.queue.Reply;
import dev.turnout.bridge.wire.LegacyKeys;
import dev.turnout.runtime.redis.Link;
import dev.turnout.runtime.redis.RedisFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs scripts for callers that wait, as JobRunr's do.
 *
 * <p>While Redis is away, a call is repeated until its patience is over: JobRunr gives up a finished job whose end could not be
 * stored, and runs it again. Scripts that are repeated answer the same when the first try was carried out after all. An interrupt
 * does not end a call, for the same reason; the thread is interrupted again when the answer is there.
 */
final class StoreCalls {
    private static final long PAUSE_MS = 100;

    private final Link link;
    private final LegacyKeys keys;
    private final Duration patience;

    StoreCalls(Link link, LegacyKeys keys, Duration patience) {
        this.link = link;
        this.keys = keys;
        this.patience = patience;
    }

    /** The answer of {@code script}; throws {@link RedisFault} if there is none in time. */
    Reply ask(StoreScript script, List<String> args) {
        return untilAnswered(() -> run(script, args));
    }

    Reply ask(StoreScript script, String... args) {
        return ask(script, List.of(args));
    }

    /** As {@link #ask}, but without a second try: for what must not be done twice, and for what will come again anyway. */
    Reply askOnce(StoreScript script, List<String> args) {
        return join(run(script, args));
    }

    /** Waits for {@code stage}; throws {@link RedisFault} if it failed. */
    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw RedisFault.classify(e);
        }
    }

    /** Repeats {@code call} while Redis is away, until the patience is over. */
    <T> T untilAnswered(Supplier<CompletionStage<T>> call) {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return join(call.get());
                } catch (RedisFault fault) {
                    if (!isPassing(fault) || System.nanoTime() - end >= 0) {
                        throw fault;
                    }
                    interrupted |= pause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CompletionStage<Reply> run(StoreScript script, List<String> args) {
        return link.run(script.script(), List.of(keys.stem()), args).thenApply(Reply::new);
    }

    private static boolean isPassing(RedisFault fault) {
        return switch (fault.kind()) {
            case CONNECTION, TIMEOUT, LOADING, READ_ONLY, BUSY -> true;
            case NO_SCRIPT, OUT_OF_MEMORY, NOT_ALLOWED, WRONG_TYPE, CLUSTER, CLOSED, OTHER -> false;
        };
    }

    /** Whether the thread was interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
