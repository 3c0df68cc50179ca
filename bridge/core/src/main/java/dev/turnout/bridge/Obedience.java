// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge;

import dev.turnout.bridge.queue.LegacyRedis;
import dev.turnout.bridge.queue.LegacyScript;
import dev.turnout.bridge.queue.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One change that was made, until everybody obeys it. */
final class Obedience {
    private static final long ASK_EVERY_MS = 100;
    private static final int EPOCH = 1;
    private static final int CAP = 2;
    private static final int MARK = 3;
    private static final int TARGET = 4;
    private static final int TASKS = 5;

    private final LegacyRedis redis;
    private final long epoch;
    private final OptionalInt cap;
    private final String mark;
    private final String target;
    private final List<String> tasks;

    /** @param made the answer of the script that made the change */
    Obedience(LegacyRedis redis, Reply made) {
        this.redis = redis;
        this.epoch = made.number(EPOCH);
        this.cap = made.number(CAP) > 0 ? OptionalInt.of((int) made.number(CAP)) : OptionalInt.empty();
        this.mark = made.text(MARK);
        this.target = made.text(TARGET);
        this.tasks = made.texts().subList(TASKS, made.size());
    }

    /** Ends when everybody obeys, or after {@code patience}; fails with {@link CutoverRefused} if Redis has lost the change. */
    CompletionStage<Settled> within(Duration patience, Consumer<Settled> progress) {
        return until(System.nanoTime() + patience.toNanos(), progress);
    }

    private CompletionStage<Settled> until(long end, Consumer<Settled> progress) {
        return redis.run(LegacyScript.OBEYED, tasks).thenCompose(reply -> {
            if (isLost(reply)) {
                return CompletableFuture.failedFuture(
                        new CutoverRefused("TURNOUT-0648 the change that made epoch " + epoch
                                + " is not in Redis any more, which has epoch " + reply.number(1)
                                + ": a replica without it may have taken over. What holds now is what the routes say; look at them, and"
                                + " change them again."));
            }
            Settled now = settled(reply);
            progress.accept(now);
            if (now.done() || System.nanoTime() - end >= 0) {
                return CompletableFuture.completedFuture(now);
            }
            return later(() -> until(end, progress));
        });
    }

    private boolean isLost(Reply reply) {
        return reply.number(1) < epoch
                || reply.number(1) == epoch && !reply.text(2).equals(mark);
    }

    private Settled settled(Reply reply) {
        List<String> answered = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        Reply workers = reply.list(3);
        for (int i = 0; i < workers.size(); i++) {
            Reply worker = workers.list(i);
            Map<String, String> said = worker.list(2).map();
            (worker.number(1) == 1 ? answered : silent)
                    .add(StatusReader.worker(worker.text(0), true, said, 0).label());
        }
        return new Settled(
                target, epoch, cap, answered, silent, reply.number(4), time(reply.number(5)), time(reply.number(6)));
    }

    private static Optional<Instant> time(long micros) {
        return micros < 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static <T> CompletionStage<T> later(Supplier<CompletionStage<T>> next) {
        Executor later = CompletableFuture.delayedExecutor(ASK_EVERY_MS, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(next, later).thenCompose(stage -> stage);
    }
}
