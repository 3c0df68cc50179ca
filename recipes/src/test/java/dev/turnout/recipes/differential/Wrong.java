// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import dev.turnout.runtime.async.Action;
import dev.turnout.runtime.async.Fn;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.async.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What stands in place of {@link Stages} where {@link KnownWrong} spoils rewritten code; each is wrong in one thing. */
public final class Wrong {
    private static final Deque<AutoCloseable> STILL_OPEN = new ArrayDeque<>();
    private static int opened;

    private Wrong() {}

    /** The handler sees what it throws itself, as if its clauses caught from each other. */
    public static <T> CompletionStage<T> catchingOwn(
            CompletionStage<T> stage, Fn<Throwable, CompletionStage<T>> handler) {
        return Stages.catching(Stages.catching(stage, handler), handler);
    }

    /** The handler sees what a dependent stage makes of a failure. */
    public static <T> CompletionStage<T> catchingWrapped(
            CompletionStage<T> stage, Fn<Throwable, CompletionStage<T>> handler) {
        return Stages.catching(
                stage,
                failure -> handler.apply(
                        failure instanceof CompletionException ? failure : new CompletionException(failure)));
    }

    /** The failure of the body is lost. */
    public static <T, X> CompletionStage<T> lastlySwallowing(CompletionStage<T> stage, Step<X> last) {
        return Stages.lastly(Stages.catching(stage, failure -> Stages.ok(null)), last);
    }

    /** As {@link #lastlySwallowing}. */
    public static <T> CompletionStage<T> lastlyRunSwallowing(CompletionStage<T> stage, Action last) {
        return Stages.lastlyRun(Stages.catching(stage, failure -> Stages.ok(null)), last);
    }

    /** The end does not come after a failure. */
    public static <T> CompletionStage<T> lastlyRunIfWell(CompletionStage<T> stage, Action last) {
        return Stages.map(stage, value -> {
            last.run();
            return value;
        });
    }

    /** The first resource is closed before the second. */
    public static <R extends AutoCloseable, T> CompletionStage<T> usingInOrder(
            Callable<R> open, Fn<R, CompletionStage<T>> body) {
        return Stages.start(() -> {
            R resource = open.call();
            int outer = opened++;
            return Stages.lastlyRun(Stages.start(() -> body.apply(resource)), () -> {
                opened = outer;
                STILL_OPEN.addFirst(resource);
                while (outer == 0 && !STILL_OPEN.isEmpty()) {
                    STILL_OPEN.pollFirst().close();
                }
            });
        });
    }

    /** A failure to close replaces that of the body. */
    public static <R extends AutoCloseable, T> CompletionStage<T> usingForgetting(
            Callable<R> open, Fn<R, CompletionStage<T>> body) {
        return Stages.start(() -> {
            R resource = open.call();
            return Stages.lastlyRun(Stages.start(() -> body.apply(resource)), () -> {
                if (resource != null) {
                    resource.close();
                }
            });
        });
    }

    /** A break goes on. */
    public static <T> CompletionStage<Void> forEachOn(
            Iterable<? extends T> items, Fn<T, CompletionStage<Boolean>> body) {
        return Stages.forEachWhile(items, one -> Stages.map(body.apply(one), ignored -> true));
    }

    /** What join throws is not put around the failure. */
    public static <T> CompletionStage<T> bare(CompletionStage<T> stage) {
        return stage;
    }

    /** What should not have been asked has been. */
    public static CompletionStage<Boolean> asked(CompletionStage<Boolean> stage, boolean value) {
        return Stages.map(stage, ignored -> value);
    }
}
