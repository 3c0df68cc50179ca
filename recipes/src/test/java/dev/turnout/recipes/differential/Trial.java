// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import dev.turnout.recipes.differential.Effects.Failure;
import dev.turnout.runtime.async.Stages;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program before and after, with each failure at each effect: the facade with answers that are there at once and
 * that come on another thread, and the twin as a worker runs it.
 */
final class Trial {
    /** Scripts of values and arguments for a program. */
    private static final int SCRIPTS = 3;

    /** Failures after which a program has been tried enough. */
    private static final int EFFECTS = 24;

    private static final int PATIENCE = 20;

    /**
     * What can be seen of a run.
     *
     * @param outcome the value, or the failure with its causes and what it suppressed
     * @param trace the effects
     */
    record Seen(List<String> outcome, List<String> trace) {}

    /**
     * A run that differs.
     *
     * @param inputs what it was run with
     */
    record Difference(String inputs, Seen before, Seen after) {
        @Override
        public String toString() {
            return "run " + inputs + "\nbefore " + before.outcome() + "\nafter  " + after.outcome() + "\nbefore "
                    + before.trace() + "\nafter  " + after.trace();
        }
    }

    /** How the rewritten program is run. */
    private enum Way {
        FACADE_AT_ONCE,
        FACADE_LATER,
        TWIN
    }

    private final Lanes lanes;
    private int runs;

    Trial(Lanes lanes) {
        this.lanes = lanes;
    }

    int runs() {
        return runs;
    }

    /** The first difference, if there is one. */
    Optional<Difference> of(Program program, Class<?> before, Class<?> after) {
        try {
            after.getDeclaredMethods();
        } catch (LinkageError broken) {
            return Optional.of(new Difference(
                    "no run", new Seen(List.of(), List.of()), new Seen(List.of(broken.toString()), List.of())));
        }
        Task old = new Task(before, program);
        Task now = new Task(after, program);
        for (int script = 0; script < SCRIPTS; script++) {
            long seed = program.seed() * SCRIPTS + script;
            Object[] arguments = arguments(program.parameters(), seed);
            Effects calm = new Effects(seed, -1, Failure.NONE, Runnable::run);
            Seen seen = old.facade(calm, arguments);
            Optional<Difference> found = compare(now, arguments, seed, -1, Failure.NONE, seen);
            int effects = Math.min(EFFECTS, seen.trace().size());
            for (int at = 0; at < effects && found.isEmpty(); at++) {
                for (Failure failure : Failure.values()) {
                    boolean waited = seen.trace().get(at).startsWith("ask");
                    if (failure == Failure.NONE || failure.late() && !waited || found.isPresent()) {
                        continue;
                    }
                    Seen expected = old.facade(new Effects(seed, at, failure, Runnable::run), arguments);
                    found = compare(now, arguments, seed, at, failure, expected);
                }
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Difference> compare(
            Task now, Object[] arguments, long seed, int at, Failure failure, Seen expected) {
        for (Way way : Way.values()) {
            Effects effects =
                    new Effects(seed, at, failure, way == Way.FACADE_AT_ONCE ? Runnable::run : lanes.answering());
            Seen seen = way == Way.TWIN ? now.twin(effects, arguments) : now.facade(effects, arguments);
            if (!seen.equals(expected)) {
                String inputs = way + ", script " + seed + ", arguments " + Arrays.toString(arguments) + ", " + failure
                        + (at < 0 ? "" : " at effect " + at);
                return Optional.of(new Difference(inputs, expected, seen));
            }
        }
        return Optional.empty();
    }

    static Object[] arguments(List<Type> types, long seed) {
        Dice dice = new Dice(seed);
        return types.stream()
                .map(type -> switch (type) {
                    case INT -> (Object) dice.below(5);
                    case LONG -> (long) dice.below(5);
                    case TEXT -> "abcd".substring(0, dice.below(4));
                    default -> dice.percent(15) ? null : dice.below(5);
                })
                .toArray();
    }

    /** The task of one version of the program. */
    private final class Task {
        private final Class<?> type;
        private final Method facade;
        private final Method twin;

        Task(Class<?> type, Program program) {
            this.type = type;
            this.facade = method("run", program);
            this.twin = method("runAsync", program);
        }

        private Method method(String name, Program program) {
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(one -> one.getName().equals(name)
                            && one.getParameterCount() == program.parameters().size())
                    .findFirst()
                    .orElse(null);
        }

        Seen facade(Effects effects, Object[] arguments) {
            runs++;
            List<String> outcome = new ArrayList<>();
            try {
                outcome.add(Effects.shown(facade.invoke(made(effects), arguments)));
            } catch (InvocationTargetException thrown) {
                tell(outcome, thrown.getCause());
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
            return new Seen(outcome, effects.trace());
        }

        Seen twin(Effects effects, Object[] arguments) {
            if (twin == null) {
                return facade(effects, arguments);
            }
            runs++;
            List<String> outcome = new ArrayList<>();
            try {
                Object task = made(effects);
                CompletableFuture<Object> end = new CompletableFuture<>();
                lanes.composed().execute(() -> {
                    try {
                        CompletionStage<?> stage = lanes.call(() -> (CompletionStage<?>) twin.invoke(task, arguments));
                        stage.whenComplete((value, failure) -> {
                            if (failure == null) {
                                end.complete(value);
                            } else {
                                end.completeExceptionally(new Ended(Stages.unwrap(failure)));
                            }
                        });
                    } catch (Throwable thrown) {
                        end.completeExceptionally(thrown);
                    }
                });
                outcome.add(Effects.shown(end.get(PATIENCE, TimeUnit.SECONDS)));
            } catch (ExecutionException failed) {
                tell(outcome, failed.getCause() instanceof Ended ended ? ended.getCause() : failed.getCause());
            } catch (TimeoutException never) {
                outcome.add("does not end");
            } catch (InterruptedException | ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
            return new Seen(outcome, effects.trace());
        }

        private Object made(Effects effects) throws ReflectiveOperationException {
            return type.getConstructor(Effects.class).newInstance(effects);
        }

        private static void tell(List<String> outcome, Throwable failure) {
            for (Throwable at = failure; at != null; at = at.getCause()) {
                outcome.add(at.getClass().getName() + ": " + Effects.message(at));
                for (Throwable hidden : at.getSuppressed()) {
                    outcome.add("suppressed " + hidden.getClass().getName() + ": " + Effects.message(hidden));
                }
            }
        }
    }

    /** Carries a failure as it is. */
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1;

        Ended(Throwable failure) {
            super(failure);
        }
    }
}
