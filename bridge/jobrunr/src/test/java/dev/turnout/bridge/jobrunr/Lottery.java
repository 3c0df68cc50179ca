// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/** Draws for each ticket, from one seed, what its stage will do and after how long. Thread-safe. */
public class Lottery implements AutoCloseable {
    private static final int LONGEST_MILLIS = 20;

    final AtomicReferenceArray<CompletableFuture<Void>> stages;
    private final List<Draw> draws;
    private final int[] delays;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

    Lottery(int tickets, long seed) {
        Random random = new Random(seed);
        stages = new AtomicReferenceArray<>(tickets);
        draws = Stream.generate(() -> drawn(random)).limit(tickets).toList();
        delays = random.ints(tickets, 0, LONGEST_MILLIS).toArray();
    }

    Draw draw(int ticket) {
        return draws.get(ticket);
    }

    /** Facade. */
    public void play(int ticket) {
        Facade.await(() -> playAsync(ticket));
    }

    @AsyncTask
    CompletionStage<Void> playAsync(int ticket) {
        Draw draw = draws.get(ticket);
        if (draw == Draw.THROWS) {
            throw new IllegalStateException("ticket " + ticket);
        }
        if (draw == Draw.RETURNS_NULL) {
            return null;
        }
        if (draw == Draw.FAILED_AT_ONCE) {
            return Stages.failed(new IllegalStateException("ticket " + ticket));
        }
        CompletableFuture<Void> stage = new CompletableFuture<>();
        stages.set(ticket, stage);
        if (draw != Draw.DELETED) {
            clock.schedule(() -> end(draw, stage), delays[ticket], TimeUnit.MILLISECONDS);
        }
        return stage;
    }

    private static void end(Draw draw, CompletableFuture<Void> stage) {
        switch (draw) {
            case FAILS -> stage.completeExceptionally(new IllegalStateException("unlucky"));
            case FAILS_WITH_ERROR -> stage.completeExceptionally(new StackOverflowError("unlucky"));
            case CANCELS_ITSELF -> stage.cancel(true);
            default -> stage.complete(null);
        }
    }

    private static Draw drawn(Random random) {
        int draw = random.nextInt(20);
        return draw < Draw.values().length ? Draw.values()[draw] : Draw.SUCCEEDS;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** What a stage does. */
    enum Draw {
        SUCCEEDS,
        FAILS,
        FAILS_WITH_ERROR,
        FAILED_AT_ONCE,
        THROWS,
        RETURNS_NULL,
        CANCELS_ITSELF,
        /** Never ends by itself; its job is deleted. */
        DELETED
    }
}
