// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The scripted surroundings of the shapes: each effect is noted, has a scripted value, and may be made to fail. */
public final class World {
    /** How an effect fails. */
    public enum Failure {
        NONE,
        UNCHECKED,
        CHECKED,
        WRAPPED,
        LATE
    }

    private static final int MANY = 300;

    private final long seed;
    private final int failing;
    private final Failure failure;
    private final Executor threads;
    private final List<String> trace = Collections.synchronizedList(new ArrayList<>());
    private volatile int total;

    public World(long seed, int failing, Failure failure, Executor threads) {
        this.seed = seed;
        this.failing = failing;
        this.failure = failure;
        this.threads = threads;
    }

    public List<String> trace() {
        return List.copyOf(trace);
    }

    /** An effect that does not wait. */
    public int act(String what) throws IOException {
        return effect(what, true);
    }

    public boolean is(String what) throws IOException {
        return effect(what, true) % 3 != 0;
    }

    /** An effect without a value. */
    public void note(String what) throws IOException {
        effect(what, true);
    }

    /** Something to wait for. */
    public CompletableFuture<Integer> ask(String what) throws IOException {
        boolean late = failure == Failure.LATE && trace.size() == failing;
        int value = effect("ask " + what, true);
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        threads.execute(() -> {
            if (late) {
                answer.completeExceptionally(new IOException("late " + what));
            } else {
                answer.complete(value);
            }
        });
        return answer;
    }

    public CompletableFuture<String> name(String what) throws IOException {
        return ask(what).thenApply(value -> "n" + value);
    }

    /** A resource whose opening and closing are effects. */
    public Door open(String what) throws IOException {
        effect("open " + what, true);
        return new Door(what);
    }

    /** Adds to the total, which is an effect too. */
    public int total() {
        return total;
    }

    private synchronized int effect(String what, boolean fails) throws IOException {
        int index = trace.size();
        if (index > MANY) {
            throw new IllegalStateException("endless");
        }
        trace.add(what);
        if (fails && index == failing) {
            switch (failure) {
                case UNCHECKED -> throw new IllegalStateException("at " + what);
                case CHECKED -> throw new IOException("at " + what);
                case WRAPPED ->
                    throw new java.util.concurrent.CompletionException(new IllegalArgumentException("in " + what));
                default -> {}
            }
        }
        long mixed = (seed + 31L * index) * 0x9E3779B97F4A7C15L;
        int value = (int) ((mixed >>> 33) % 7);
        total += value;
        return value;
    }

    /** What {@link #open} opens. */
    public final class Door implements AutoCloseable {
        private final String name;

        private Door(String name) {
            this.name = name;
        }

        public int look() throws IOException {
            return effect("look " + name, true);
        }

        @Override
        public void close() throws IOException {
            effect("close " + name, true);
        }
    }
}
