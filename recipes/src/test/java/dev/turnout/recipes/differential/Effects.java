// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The scripted surroundings of a generated program. Each effect is noted with the values it is given, has a scripted
 * value, and one of them fails in a scripted way.
 */
public final class Effects {
    /** How an effect fails. The late ones fail the stage, so they concern only what is waited for. */
    public enum Failure {
        NONE,
        UNCHECKED,
        CHECKED,
        WRAPPED,
        LATE,
        LATE_UNCHECKED,
        LATE_WRAPPED,
        LATE_CANCELLED;

        boolean late() {
            return name().startsWith("LATE");
        }
    }

    /** More effects than any program that ends has. */
    private static final int MANY = 90;

    private final long seed;
    private final int failing;
    private final Failure failure;
    private final Executor threads;
    private final List<String> trace = Collections.synchronizedList(new ArrayList<>());
    private final Quiet quiet = new Quiet();
    private boolean database;

    public Effects(long seed, int failing, Failure failure, Executor threads) {
        this.seed = seed;
        this.failing = failing;
        this.failure = failure;
        this.threads = threads;
    }

    /** The effects, and what is in the database at the end if it is used. */
    public List<String> trace() {
        List<String> all = new ArrayList<>(trace);
        if (database) {
            all.add("saved " + Database.ONE.rows());
        }
        return all;
    }

    /** A choice that stays the same for a run. */
    public boolean even() {
        return seed % 2 == 0;
    }

    /** An effect that does not wait. */
    public int act(String what) throws IOException {
        return effect(what);
    }

    public boolean is(String what) throws IOException {
        return effect(what) % 2 == 0;
    }

    /** An effect without a value, which shows the values of variables. */
    public void note(String what, Object... values) throws IOException {
        effect(what + " " + shown(values));
    }

    /** Something to wait for. */
    public CompletableFuture<Integer> ask(String what, Object... values) throws IOException {
        return answer(what, value -> value, values);
    }

    public CompletableFuture<Long> wide(String what, Object... values) throws IOException {
        return answer(what, value -> 1000L * value, values);
    }

    public CompletableFuture<Boolean> flag(String what, Object... values) throws IOException {
        return answer(what, value -> value % 2 == 1, values);
    }

    public CompletableFuture<String> name(String what, Object... values) throws IOException {
        return answer(what, value -> "abcdefgh".substring(0, value), values);
    }

    /** Something whose value may be null. */
    public CompletableFuture<Integer> maybe(String what, Object... values) throws IOException {
        return answer(what, value -> value < 2 ? null : value, values);
    }

    /** Something without a value. */
    public CompletableFuture<Void> done(String what, Object... values) throws IOException {
        return answer(what, value -> null, values);
    }

    /** Something that does not come. */
    public CompletableFuture<Integer> never(String what) throws IOException {
        effect("ask never " + what);
        return new CompletableFuture<>();
    }

    public Optional<Integer> find(String what) throws IOException {
        int value = effect(what);
        return value % 3 == 0 ? Optional.empty() : Optional.of(value);
    }

    /** Numbers to go through. */
    public List<Integer> items(String what) throws IOException {
        int value = effect(what);
        return List.of(value, 2, value % 2).subList(0, value % 4);
    }

    public int[] cells(String what) throws IOException {
        int value = effect(what);
        return new int[] {value, 1, value + 1};
    }

    public List<String> words(String what) throws IOException {
        int value = effect(what);
        return List.of("x", "yy", "x").subList(0, value % 4);
    }

    /** A word, a number, or null. */
    public Object any(String what) throws IOException {
        int value = effect(what);
        return switch (value % 4) {
            case 0 -> "w" + value;
            case 1 -> value;
            case 2 -> (long) value;
            default -> null;
        };
    }

    /** A resource whose opening and closing are effects. */
    public Door open(String what) throws IOException {
        return effect("open " + what) == 6 ? null : new Door(what);
    }

    /** Saves a row in the database, which is an effect too. */
    public void save(String what, Object value) throws IOException {
        effect("save " + what);
        trace.add("in a transaction: " + Database.ONE.save(what + " " + value));
    }

    /** The bean as a container would hand it out, with its transactions. */
    public <T> T bean(Class<T> face, T bean) {
        database = true;
        Database.ONE.clear();
        return Database.ONE.proxied(face, bean);
    }

    /** The same for code that must not throw checked exceptions. */
    public Quiet quiet() {
        return quiet;
    }

    private <T> CompletableFuture<T> answer(String what, java.util.function.IntFunction<T> scripted, Object... values)
            throws IOException {
        boolean late = failure.late() && trace.size() == failing;
        int value = effect("ask " + what + " " + shown(values));
        Answer<T> answer = new Answer<>();
        threads.execute(() -> {
            if (!late) {
                answer.complete(scripted.apply(value));
                return;
            }
            switch (failure) {
                case LATE -> answer.completeExceptionally(new IOException("late " + what));
                case LATE_UNCHECKED -> answer.completeExceptionally(new IllegalStateException("late " + what));
                case LATE_WRAPPED ->
                    answer.completeExceptionally(new CompletionException("wrapped", new IOException("late " + what)));
                default -> answer.cancel(false);
            }
        });
        return answer;
    }

    private synchronized int effect(String what) throws IOException {
        int index = trace.size();
        if (index > MANY) {
            throw new Endless();
        }
        trace.add(what);
        if (index == failing) {
            switch (failure) {
                case UNCHECKED -> throw new IllegalStateException("at " + what);
                case CHECKED -> throw new IOException("at " + what);
                case WRAPPED -> throw new CompletionException(new IllegalArgumentException("in " + what));
                default -> {}
            }
        }
        long mixed = (seed + 31L * index) * 0x9E3779B97F4A7C15L;
        return (int) ((mixed >>> 33) % 7);
    }

    /** Says of one effect that it was done on a thread where it should not have been. */
    void complain(String what) {
        trace.add(what);
    }

    static String shown(Object... values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(one(value)).append(' ');
        }
        return text.toString().trim();
    }

    private static String one(Object value) {
        if (value instanceof int[] numbers) {
            return Arrays.toString(numbers);
        }
        if (value instanceof Object[] objects) {
            return Arrays.toString(objects);
        }
        if (value instanceof Throwable failure) {
            return failure.getClass().getSimpleName() + "(" + message(failure) + ", "
                    + (failure.getCause() == null ? "" : one(failure.getCause()))
                    + (failure.getSuppressed().length == 0 ? "" : " hides " + failure.getSuppressed().length) + ")";
        }
        return value
                + (value == null ? "" : ":" + value.getClass().getSimpleName().charAt(0));
    }

    /** Its message; but what the virtual machine says about a null names variables, which the rewrite may rename. */
    static String message(Throwable failure) {
        boolean helpful = failure instanceof NullPointerException && failure.getMessage() != null;
        return helpful ? "null" : failure.getMessage();
    }

    /** Ends a program that would not end. */
    public static final class Endless extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A future that notices when somebody waits for it on a thread of the composed lane. */
    private final class Answer<T> extends CompletableFuture<T> {
        @Override
        public T join() {
            noticeWait();
            return super.join();
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            noticeWait();
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            noticeWait();
            return super.get(timeout, unit);
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }

        private void noticeWait() {
            if (Lanes.isComposed(Thread.currentThread())) {
                complain("WAITS on the composed lane");
            }
        }
    }

    /** What {@link #open} opens. */
    public final class Door implements AutoCloseable {
        private final String name;

        private Door(String name) {
            this.name = name;
        }

        public int look() throws IOException {
            return effect("look " + name);
        }

        @Override
        public void close() throws IOException {
            effect("close " + name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The effects, with unchecked failures alone. */
    public final class Quiet {
        private Quiet() {}

        public int act(String what) {
            return calm(() -> Effects.this.act(what));
        }

        public boolean is(String what) {
            return calm(() -> Effects.this.is(what));
        }

        public void note(String what, Object... values) {
            calm(() -> {
                Effects.this.note(what, values);
                return null;
            });
        }

        public CompletableFuture<Integer> ask(String what, Object... values) {
            return calm(() -> Effects.this.ask(what, values));
        }

        public CompletableFuture<Long> wide(String what, Object... values) {
            return calm(() -> Effects.this.wide(what, values));
        }

        public CompletableFuture<Boolean> flag(String what, Object... values) {
            return calm(() -> Effects.this.flag(what, values));
        }

        public CompletableFuture<String> name(String what, Object... values) {
            return calm(() -> Effects.this.name(what, values));
        }

        public CompletableFuture<Integer> maybe(String what, Object... values) {
            return calm(() -> Effects.this.maybe(what, values));
        }

        private <T> T calm(java.util.concurrent.Callable<T> effect) {
            try {
                return effect.call();
            } catch (RuntimeException thrown) {
                throw thrown;
            } catch (Exception thrown) {
                throw new java.io.UncheckedIOException((IOException) thrown);
            }
        }
    }
}
