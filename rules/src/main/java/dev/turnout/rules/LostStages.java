// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Says of which dropped stages nobody learns how they end. */
final class LostStages {
    /** Methods whose stage may be dropped: they are there to see how another one ends, or hand that one back. */
    private static final Set<String> OBSERVERS = Set.of(
            "whenComplete",
            "whenCompleteAsync",
            "handle",
            "handleAsync",
            "exceptionally",
            "exceptionallyAsync",
            "orTimeout",
            "completeOnTimeout",
            "completeAsync",
            "forget");

    /** Methods that tell somebody what a stage has brought. */
    private static final Set<String> CALLBACKS =
            Set.of("thenAccept", "thenAcceptAsync", "thenRun", "thenRunAsync", "thenAcceptBoth", "runAfterBoth");

    /** Stages that are done, and well. */
    private static final Set<String> READY =
            Set.of("completedFuture", "completedStage", "ok", "done", "just", "empty", "item");

    private static final List<String> MAKERS = List.of(
            "java/util/concurrent/",
            "reactor/core/publisher/",
            "io/smallrye/mutiny/",
            RuntimeTypes.STAGES.replace('.', '/'));

    /** What one no longer needs. */
    private static final Pattern CLOSING =
            Pattern.compile("(.*[cC]lose|shutdown|dispose|destroy|cancel|abort|release|unsubscribe|disconnect|stop)"
                    + "(Async|Now|Quietly|Later|Gracefully)*");

    private static final int MAX_DEPTH = 3;

    private final Scope scope;

    LostStages(Scope scope) {
        this.scope = scope;
    }

    /** The finding that it is to drop what {@code call} returns. */
    Optional<Method.Sink> of(Call call) {
        if (!AsyncTypes.returnsStage(scope.types, call.descriptor())
                || OBSERVERS.contains(call.name())
                || isReady(call)
                || isHandedBack(call, 0)) {
            return Optional.empty();
        }
        boolean guess = CLOSING.matcher(call.name()).matches() || isTold(call);
        return Optional.of(new Method.Sink(
                Rule.TRN401, guess ? Confidence.POSSIBLE : Confidence.CERTAIN, call.simpleName(), call.line()));
    }

    private static boolean isReady(Call call) {
        return READY.contains(call.name()) && MAKERS.stream().anyMatch(call.owner()::startsWith);
    }

    /** A callback on a stage that somebody else holds, and whose failure that one sees. */
    private static boolean isTold(Call call) {
        return CALLBACKS.contains(call.name())
                && !call.value(0).sources().isEmpty()
                && call.value(0).sources().stream()
                        .allMatch(s -> s instanceof Source.Field || s instanceof Source.Param);
    }

    /** Whether the method called starts nothing: what it returns is done, or was there before and has a holder. */
    private boolean isHandedBack(Call call, int depth) {
        List<Method> targets = depth > MAX_DEPTH ? List.of() : scope.targets(call);
        return !targets.isEmpty() && targets.stream().allMatch(target -> handsBack(target, depth));
    }

    /** Whether what {@code method} returns was there before, is done, or is made for somebody else to complete. */
    boolean startsNothing(Method method) {
        return !method.body.returns.isEmpty()
                && method.body.returns.stream().allMatch(exit -> isHeldOrNew(method, exit.value()));
    }

    private boolean isHeldOrNew(Method method, Value stage) {
        return stage.sources().stream()
                .allMatch(source -> source instanceof Source.New || isHeld(method, new Value(Set.of(source)), 0));
    }

    private boolean handsBack(Method method, int depth) {
        return !method.body.returns.isEmpty()
                && method.body.returns.stream().allMatch(exit -> isHeld(method, exit.value(), depth));
    }

    private boolean isHeld(Method method, Value stage, int depth) {
        return !stage.sources().isEmpty()
                && stage.sources().stream()
                        .allMatch(source -> source instanceof Source.Param
                                || source instanceof Source.Field
                                || source instanceof Source.Null
                                || (source instanceof Source.Result result
                                        && isHeld(method, method.body.callAt(result), depth)));
    }

    private boolean isHeld(Method method, Call call, int depth) {
        if (isReady(call)) {
            return true;
        }
        boolean takesOut = !call.isStatic()
                && (call.owner().startsWith("java/util/") && !call.owner().startsWith("java/util/concurrent/Complet"));
        boolean observes = !call.isStatic() && OBSERVERS.contains(call.name());
        return takesOut || (observes && isHeld(method, call.value(0), depth)) || isHandedBack(call, depth + 1);
    }
}
