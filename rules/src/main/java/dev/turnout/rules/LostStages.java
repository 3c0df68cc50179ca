// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

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

    /** Methods whose stage ends well where the one before has failed. */
    private static final Set<String> RECOVERIES =
            Set.of("handle", "handleAsync", "exceptionally", "exceptionallyAsync", "exceptionallyCompose");

    private static final Set<String> TASKS = Set.of("runAsync", "supplyAsync");

    /** Stages that are done, and well. */
    private static final Set<String> READY =
            Set.of("completedFuture", "completedStage", "ok", "done", "just", "empty", "item");

    /** The same of a future of one's own. */
    private static final Set<String> NAMED_READY = Set.of("completedFuture", "completedStage");

    private static final Set<String> KEEPS =
            Set.of("add", "addLast", "addFirst", "offer", "push", "put", "putIfAbsent");

    private static final List<String> MAKERS = List.of(
            "java/util/concurrent/",
            "reactor/core/publisher/",
            "io/smallrye/mutiny/",
            RuntimeTypes.STAGES.replace('.', '/'));

    /** What one no longer needs. */
    private static final Pattern CLOSING =
            Pattern.compile("(.*[cC]lose|shutdown|dispose|destroy|cancel|abort|release|unsubscribe|disconnect|stop)"
                    + "(Async|Now|Quietly|Later|Gracefully)*");

    private static final Pattern LINKS = Pattern.compile("(forward|propagate|relay|transfer|copy|pipe|link).*");

    /** Accessors of stages that tell of an event, and belong to whoever lets it happen. */
    private static final Pattern EVENTS =
            Pattern.compile("when[A-Z].*|(get)?([cC]lose|[tT]ermination|[cC]ompletion)Future");

    private static final Pattern MAKES_BATCH =
            Pattern.compile("(create|new|begin|open|get)?([bB]atch|[pP]ipeline|[tT]ransaction)[A-Za-z]*");

    /** What sends all that was said to an object before, and answers for it. */
    private static final Pattern SENDS = Pattern.compile("(execute|exec|commit|flush)[A-Z]?.*");

    private static final int MAX_DEPTH = 3;

    private final Scope scope;

    LostStages(Scope scope) {
        this.scope = scope;
    }

    /** The finding that it is to drop what {@code call} in {@code method} returns. */
    Optional<Method.Sink> of(Method method, Call call) {
        if (!AsyncTypes.returnsStage(scope.types, call.descriptor())
                || OBSERVERS.contains(call.name())
                || isReady(call)
                || isHandedBack(call, 0)) {
            return Optional.empty();
        }
        boolean guess = CLOSING.matcher(call.name()).matches()
                || isTold(method, call)
                || isLink(call)
                || tellsItself(call)
                || isSeenInside(call)
                || isOfBatch(method, call);
        return Optional.of(new Method.Sink(
                Rule.TRN401, guess ? Confidence.POSSIBLE : Confidence.CERTAIN, call.simpleName(), call.line()));
    }

    private static boolean isReady(Call call) {
        return (READY.contains(call.name()) && MAKERS.stream().anyMatch(call.owner()::startsWith))
                || (call.isStatic() && NAMED_READY.contains(call.name()));
    }

    /** A callback on a stage that somebody else holds, and whose failure that one sees, or that no longer fails. */
    private boolean isTold(Method method, Call call) {
        Value stage = call.value(0);
        return CALLBACKS.contains(call.name())
                && !stage.sources().isEmpty()
                && (isReturned(method, stage)
                        || stage.sources().stream()
                                .allMatch(source -> source instanceof Source.Result result
                                        ? isOthers(method, method.body.callAt(result))
                                        : isHeld(method, new Value(Set.of(source)), 0)));
    }

    private static boolean isReturned(Method method, Value stage) {
        return method.body.returns.stream()
                .anyMatch(exit -> stage.within(exit.value().sources()));
    }

    /** Whether what {@code call} returns is completed by, or for, somebody else; or has got over its failure. */
    private boolean isOthers(Method method, Call call) {
        List<Method> targets = scope.targets(call);
        return RECOVERIES.contains(call.name())
                || (!isReady(call) && isHeld(method, call, 0))
                || EVENTS.matcher(call.name()).matches()
                || (!targets.isEmpty() && targets.stream().allMatch(this::startsNothing));
    }

    /** A task that catches all that goes wrong in it, and completes another stage with that. */
    private boolean tellsItself(Call call) {
        return TASKS.contains(call.name())
                && call.isStatic()
                && call.value(0)
                        .all(Source.Lambda.class)
                        .flatMap(task -> scope
                                .targets(
                                        true,
                                        task.target().getOwner(),
                                        task.target().getName(),
                                        task.target().getDesc())
                                .stream())
                        .anyMatch(task -> handsOnFailures(task)
                                || task.body.calls.stream()
                                        .map(scope::targets)
                                        .anyMatch(targets -> targets.size() == 1 && handsOnFailures(targets.get(0))));
    }

    private static boolean handsOnFailures(Method method) {
        return method.body.catchesAll
                && method.body.calls.stream().anyMatch(call -> call.name().equals("completeExceptionally"));
    }

    /** Whether the methods called look themselves at how the stage ends that they return. */
    private boolean isSeenInside(Call call) {
        List<Method> targets = scope.targets(call);
        return !targets.isEmpty() && targets.stream().allMatch(LostStages::sees);
    }

    private static boolean sees(Method method) {
        return !method.body.returns.isEmpty()
                && method.body.returns.stream()
                        .map(Body.Exit::value)
                        .allMatch(stage -> isMadeReady(method, stage)
                                || method.body.calls.stream()
                                        .filter(call -> call.name().startsWith("whenComplete"))
                                        .anyMatch(call ->
                                                stage.within(call.value(0).sources())));
    }

    private static boolean isMadeReady(Method method, Value stage) {
        return !stage.sources().isEmpty()
                && stage.sources().stream()
                        .allMatch(source ->
                                source instanceof Source.Result result && isReady(method.body.callAt(result)));
    }

    /** A command of a batch, for which the stage answers that sends the batch. */
    private boolean isOfBatch(Method method, Call call) {
        Set<Source> batch = root(method, call);
        return !batch.isEmpty()
                && method.body.calls.stream()
                        .filter(sent -> sent.at() > call.at()
                                && SENDS.matcher(sent.name()).matches())
                        .filter(sent -> method.body.used.contains(new Source.Result(sent.at())))
                        .filter(sent -> AsyncTypes.returnsStage(scope.types, sent.descriptor()))
                        .anyMatch(sent ->
                                !sent.isStatic() && sent.value(0).sources().equals(batch));
    }

    /** The batch that a chain of calls begins with: made here, or called so by who made it. */
    private static Set<Source> root(Method method, Call call) {
        Call at = call;
        for (int i = 0; i <= MAX_DEPTH && at != null && !at.isStatic(); i++) {
            Value on = at.value(0);
            at = on.all(Source.Result.class)
                    .map(method.body::callAt)
                    .findFirst()
                    .orElse(null);
            boolean made = on.all(Source.New.class).findAny().isPresent()
                    || (at != null && MAKES_BATCH.matcher(at.name()).matches());
            if (made) {
                return on.sources();
            }
        }
        return Set.of();
    }

    /** A helper of a library that completes one stage by another, and then hands back the first. */
    private boolean isLink(Call call) {
        return call.isStatic()
                && LINKS.matcher(call.name()).matches()
                && scope.targets(call).isEmpty()
                && Arrays.stream(Type.getArgumentTypes(call.descriptor()))
                                .filter(type -> AsyncTypes.isStage(scope.types, type))
                                .count()
                        > 1;
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

    /** What compilers make for a nested class to set a field starts nothing. */
    private boolean handsBack(Method method, int depth) {
        if (method.is(Opcodes.ACC_SYNTHETIC) && method.isStatic() && method.body.calls.isEmpty()) {
            return method.name.startsWith("access$");
        }
        return !method.body.returns.isEmpty()
                && method.body.returns.stream().allMatch(exit -> isHeld(method, exit.value(), depth));
    }

    private boolean isHeld(Method method, Value stage, int depth) {
        return !stage.sources().isEmpty()
                && stage.sources().stream()
                        .allMatch(source -> source instanceof Source.Param
                                || source instanceof Source.Field
                                || source instanceof Source.Null
                                || isPutAway(method, source)
                                || (source instanceof Source.Result result
                                        && isHeld(method, method.body.callAt(result), depth)));
    }

    /** A promise made here and put into a collection, for whoever keeps it. */
    private boolean isPutAway(Method method, Source stage) {
        return stage instanceof Source.New
                && method.body.calls.stream()
                        .filter(call -> call.owner().startsWith("java/util/") && KEEPS.contains(call.name()))
                        .anyMatch(call -> call.values().stream()
                                .skip(1)
                                .anyMatch(value -> value.sources().contains(stage)));
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
