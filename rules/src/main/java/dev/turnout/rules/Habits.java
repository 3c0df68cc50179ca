// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What one method shows by itself about how it deals with stages, wherever it is called from. */
final class Habits {
    private static final String STAGE = "java/util/concurrent/CompletionStage";
    private static final String TEMPLATE = "org/springframework/transaction/support/TransactionOperations";
    private static final String LOCK = "java/util/concurrent/locks/Lock";
    private static final Pattern STAGE_OF_STAGE =
            Pattern.compile("\\)Ljava/util/concurrent/Complet(ionStage|ableFuture)"
                    + "<[+-]?Ljava/util/concurrent/Complet(ionStage|ableFuture)<.*");

    /** What is subscribed to when its time has come, by whoever is given it. */
    private static final Pattern PUBLISHER_OF_PUBLISHER =
            Pattern.compile("\\)Lreactor/core/publisher/(Mono|Flux)<[+-]?Lreactor/core/publisher/(Mono|Flux)<.*");

    /** Methods that put what their function returns into a stage, as it is. */
    private static final Set<String> WRAPPERS = Set.of(
            "thenApply",
            "thenApplyAsync",
            "handle",
            "handleAsync",
            "thenCombine",
            "thenCombineAsync",
            "applyToEither",
            "applyToEitherAsync",
            "supplyAsync",
            "completeAsync",
            "map",
            "call",
            "callOn");

    private static final List<String> WRAPPING_TYPES = List.of(
            STAGE,
            "reactor/core/publisher/Mono",
            "io/smallrye/mutiny/Uni",
            RuntimeTypes.STAGES.replace('.', '/'),
            RuntimeTypes.BLOCKING.replace('.', '/'));

    private static final Set<String> FLATTENERS =
            Set.of("thenCompose", "thenComposeAsync", "flatMap", "then", "concatMap", "chain", "join", "get");

    private static final Set<String> OBSERVERS = Set.of("exceptionally", "handle", "whenComplete");
    private static final int MAX_DEPTH = 3;

    private static final Set<String> READY = Set.of(
            "completedFuture", "completedStage", "failedFuture", "failedStage", "ok", "done", "failed", "just", "item");

    /** Failures that speak of the caller's mistake, which may come at once. */
    private static final Set<String> PRECONDITIONS = Set.of(
            "java/lang/IllegalArgumentException",
            "java/lang/NullPointerException",
            "java/lang/IndexOutOfBoundsException",
            "java/lang/UnsupportedOperationException",
            "java/lang/Error");

    private static final Set<String> UNCHECKED = Set.of("java/lang/RuntimeException", "java/lang/Error");

    private final Scope scope;
    private final Graph graph;
    private final NullStages nulls;
    private final LostStages lost;
    private final Map<Method, List<Use>> callers = new HashMap<>();
    private final Set<Spot> spots = new LinkedHashSet<>();

    private Habits(Scope scope, Graph graph) {
        this.scope = scope;
        this.graph = graph;
        this.nulls = new NullStages(scope);
        this.lost = new LostStages(scope);
        Set<String> nested = scope.methods().stream()
                .filter(m -> STAGE_OF_STAGE.matcher(m.declared.signature()).find())
                .map(m -> m.name)
                .collect(Collectors.toSet());
        for (Method method : nested.isEmpty() ? List.<Method>of() : scope.methods()) {
            method.body.calls.stream()
                    .filter(call -> nested.contains(call.name()))
                    .forEach(call -> scope.targets(call)
                            .forEach(t -> callers.computeIfAbsent(t, m -> new ArrayList<>())
                                    .add(new Use(method, call))));
        }
    }

    private record Use(Method method, Call call) {}

    /** A place where a rule is broken. */
    record Spot(Rule rule, Method method, String what, int line) {}

    static List<Spot> in(Scope scope, Graph graph) {
        Habits habits = new Habits(scope, graph);
        for (Method method : scope.methods()) {
            if (!graph.isFacade(method) && !method.is(Opcodes.ACC_BRIDGE)) {
                habits.look(method);
            }
        }
        return List.copyOf(habits.spots);
    }

    private void look(Method method) {
        boolean returnsStage = AsyncTypes.returnsStage(scope.types, method.descriptor);
        if (returnsStage && !Graph.isOffloaded(method)) {
            if (!method.is(Opcodes.ACC_SYNTHETIC) && !nulls.mayBeNull(method)) {
                lookAtNulls(method);
            }
            if (!method.is(Opcodes.ACC_SYNTHETIC)) {
                lookAtFailures(method);
                lookAtReadyStages(method);
            }
        }
        if (returnsStage && !method.is(Opcodes.ACC_SYNTHETIC)) {
            lookAtDeclaration(method);
            lookAtMonitors(method);
        }
        if (returnsStage) {
            lookAtResources(method);
        }
        lookAtClashes(method);
        for (Bind bind : graph.bindsOf(method)) {
            if (bind.call() != null && bind.lambda() != null) {
                lookAtNesting(method, bind, bind.call(), bind.lambda());
                if (FLATTENERS.contains(bind.call().name())
                        && AsyncTypes.returnsStage(scope.types, bind.to().descriptor)) {
                    lookAtNulls(bind.to());
                }
                lookAtSwallowing(method, bind, bind.call(), bind.lambda());
                lookAtUnlocking(method, bind, bind.lambda());
            }
        }
    }

    private void add(Rule rule, Method method, String what, int line) {
        spots.add(new Spot(rule, method, what, line));
    }

    private void lookAtNulls(Method method) {
        method.body.returns.stream()
                .filter(exit -> exit.value().all(Source.Null.class).findAny().isPresent())
                .filter(exit -> exit.value().sources().size() == 1
                        || !method.body.askedWhetherNull.containsAll(
                                exit.value().sources()))
                .findFirst()
                .ifPresent(exit -> add(Rule.TRN404, method, "return null", exit.line()));
    }

    private void lookAtFailures(Method method) {
        method.body.raises.stream()
                .filter(raise -> !scope.types.isAnyOf(raise.type(), PRECONDITIONS))
                .filter(raise -> raise.caught().stream().noneMatch(type -> scope.types.isA(raise.type(), type)))
                .findFirst()
                .ifPresent(raise -> add(Rule.TRN405, method, "throw new " + simple(raise.type()), raise.line()));
        method.declared.failures().stream()
                .filter(type -> !scope.types.isAnyOf(type, UNCHECKED))
                .filter(type -> !isForeign(method))
                .findFirst()
                .ifPresent(type -> add(Rule.TRN405, method, "throws " + simple(type), method.line()));
    }

    /** Whether it overrides a method of a library, which then knows of the clause. */
    private boolean isForeign(Method method) {
        return scope.types.superTypes(method.owner).stream()
                .filter(type -> !scope.contains(type) && !type.equals(Types.OBJECT))
                .anyMatch(type -> scope.types.has(type, method.name, "(", result -> true));
    }

    /** Nothing but {@code completedFuture(..)} after a wait. */
    private void lookAtReadyStages(Method method) {
        boolean ready = !method.body.returns.isEmpty()
                && method.body.returns.stream().allMatch(exit -> isReady(method, exit.value()));
        if (ready) {
            method.sinks.stream()
                    .filter(s -> s.rule().isWait() && s.rule().severity() == Severity.ERROR)
                    .findFirst()
                    .ifPresent(s -> add(Rule.TRN409, method, s.call(), s.line()));
        }
    }

    private static boolean isReady(Method method, Value value) {
        return !value.sources().isEmpty()
                && value.sources().stream()
                        .allMatch(s -> s instanceof Source.Result result
                                && READY.contains(method.body.callAt(result).name()));
    }

    private void lookAtDeclaration(Method method) {
        if (STAGE_OF_STAGE.matcher(method.declared.signature()).find() && !isNestedForItsCallers(method)) {
            add(Rule.TRN402, method, "the declared result", method.line());
        }
        if (!method.name.endsWith(RuntimeTypes.TWIN_SUFFIX) && !method.isLambda()) {
            add(Rule.TRN411, method, method.simpleName(), method.line());
        }
        if (AsyncTypes.returnsFuture(scope.types, method.descriptor)
                && isMarked(method, Marks.TRANSACTIONAL)
                && !method.annotations.contains(Marks.OUTSIDE_TRANSACTIONS)) {
            add(Rule.TRN502, method, "@Transactional", method.line());
        }
        if (isMarked(method, Marks.AT_RETURN)) {
            String mark = Marks.AT_RETURN.stream()
                    .filter(m -> method.isMarked(Set.of(m)))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            add(Rule.TRN503, method, "@" + simple(mark.substring(1, mark.length() - 1)), method.line());
        }
    }

    /** On the method; or on its class, which speaks for public methods only. */
    private static boolean isMarked(Method method, Set<String> marks) {
        return marks.stream().anyMatch(method.annotations::contains)
                || (method.is(Opcodes.ACC_PUBLIC) && method.isMarked(marks));
    }

    private void lookAtMonitors(Method method) {
        if (lost.startsNothing(method)) {
            return;
        }
        if (method.is(Opcodes.ACC_SYNCHRONIZED) && !isAllReady(method)) {
            add(Rule.TRN702, method, "synchronized", method.line());
            return;
        }
        for (Body.Held held : method.body.monitors) {
            boolean leavesWithStage = method.body.returns.stream()
                    .flatMap(exit -> exit.value().all(Source.Result.class))
                    .map(method.body::callAt)
                    .anyMatch(call -> held.holds(call)
                            && AsyncTypes.returnsStage(scope.types, call.descriptor())
                            && !READY.contains(call.name()));
            if (leavesWithStage) {
                add(Rule.TRN702, method, "synchronized", held.line());
            }
        }
    }

    /** Whether the method only answers with what is there: a field, a parameter, a completed stage. */
    private static boolean isAllReady(Method method) {
        return method.body.returns.stream()
                .flatMap(exit -> exit.value().sources().stream())
                .allMatch(s -> s instanceof Source.Field
                        || s instanceof Source.Param
                        || (s instanceof Source.Result result
                                && READY.contains(method.body.callAt(result).name())));
    }

    /** A resource that is closed here, and that the returned stage goes on using. */
    private void lookAtResources(Method method) {
        for (Call close : method.body.calls) {
            if (!close.name().equals("close") || !close.descriptor().equals("()V") || close.isStatic()) {
                continue;
            }
            Set<Source> resource = new HashSet<>(close.value(0).sources());
            resource.removeIf(s -> s instanceof Source.Null
                    || s instanceof Source.Other
                    || (!method.isStatic() && s.equals(new Source.Param(0))));
            if (resource.isEmpty()) {
                continue;
            }
            for (Body.Exit exit : method.body.returns) {
                if (needs(method, exit.value(), resource, close.at(), 0)) {
                    add(Rule.TRN410, method, close.simpleName(), exit.line());
                }
            }
        }
    }

    private boolean needs(Method method, Value stage, Set<Source> resource, int closed, int depth) {
        for (Source source : stage.sources()) {
            if (!(source instanceof Source.Result result) || depth > 16) {
                continue;
            }
            Call call = method.body.callAt(result);
            if (!AsyncTypes.returnsStage(scope.types, call.descriptor())
                    || READY.contains(call.name())
                    || call.at() > closed) {
                continue;
            }
            for (Value value : call.values()) {
                boolean given = value.sources().stream().anyMatch(resource::contains);
                boolean captured = value.all(Source.Lambda.class)
                        .flatMap(l -> l.captured().stream())
                        .anyMatch(v -> v.sources().stream().anyMatch(resource::contains));
                if (given || captured || needs(method, value, resource, closed, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A result is used of a method that a proxy enqueues instead of running. */
    private void lookAtClashes(Method method) {
        for (Call call : method.body.calls) {
            if (call.isStatic()
                    || !method.body.used.contains(new Source.Result(call.at()))
                    || !scope.types.annotations(call.owner()).contains(JobRunrTypes.ASYNC_JOB)
                    || isSelf(method, call)) {
                continue;
            }
            if (scope.targets(call).stream().anyMatch(t -> t.annotations.contains(JobRunrTypes.JOB))) {
                add(Rule.TRN803, method, call.simpleName(), call.line());
            }
        }
    }

    static boolean isSelf(Method method, Call call) {
        return !method.isStatic()
                && call.value(0).sources().equals(Set.<Source>of(new Source.Param(0)))
                && !call.isDirect();
    }

    private void lookAtNesting(Method method, Bind bind, Call call, Source.Lambda lambda) {
        boolean wraps = WRAPPERS.contains(call.name())
                && !(call.name().equals("call") && scope.types.isA(call.owner(), "io/smallrye/mutiny/Uni"))
                && WRAPPING_TYPES.stream().anyMatch(type -> scope.types.isA(call.owner(), type));
        if (wraps
                && AsyncTypes.isStage(scope.types, lambda.instantiated().getReturnType())
                && !isFlattened(method, call)
                && !isNestedForItsCallers(method)
                && !PUBLISHER_OF_PUBLISHER.matcher(method.declared.signature()).find()) {
            add(Rule.TRN402, method, call.simpleName(), bind.line());
        }
        if (scope.types.isA(call.owner(), TEMPLATE)
                && AsyncTypes.isStage(scope.types, lambda.instantiated().getReturnType())) {
            add(Rule.TRN502, method, call.simpleName(), bind.line());
        }
    }

    private boolean isFlattened(Method method, Call call) {
        return isFlattened(method, new Source.Result(call.at()), 0);
    }

    /** Whether the nested stage is flattened here, behind an observer, or in a method that it is given to. */
    private boolean isFlattened(Method method, Source nested, int depth) {
        for (Call next : method.body.calls) {
            for (int i = 0; i < next.values().size() && depth < MAX_DEPTH; i++) {
                if (!next.value(i).sources().contains(nested)) {
                    continue;
                }
                int position = i;
                boolean observed = i == 0 && OBSERVERS.contains(next.name());
                if ((i == 0 && FLATTENERS.contains(next.name()))
                        || (observed && isFlattened(method, new Source.Result(next.at()), depth + 1))
                        || scope.targets(next).stream()
                                .anyMatch(t -> isFlattened(t, new Source.Param(position), depth + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a nested stage is said to be one, and everybody who is given it flattens it. */
    private boolean isNestedForItsCallers(Method method) {
        List<Boolean> flattened = callers.getOrDefault(method, List.of()).stream()
                .map(use -> isFlattened(use.method(), use.call()))
                .toList();
        return STAGE_OF_STAGE.matcher(method.declared.signature()).find()
                && !flattened.isEmpty()
                && flattened.stream().allMatch(Boolean::booleanValue);
    }

    private void lookAtSwallowing(Method method, Bind bind, Call call, Source.Lambda lambda) {
        boolean recovers =
                call.name().startsWith("exceptionally") && !call.name().contains("Compose");
        boolean handles = call.name().equals("handle") || call.name().equals("handleAsync");
        if (!(recovers || handles) || !scope.types.isA(call.owner(), STAGE) || lambda.isReference()) {
            return;
        }
        int failure = bind.firstParameter() + (recovers ? 0 : 1);
        boolean looksAtIt = bind.to().body.used.contains(new Source.Param(failure));
        boolean logs = bind.to().body.calls.stream()
                .anyMatch(c -> c.owner().contains("Log") || c.owner().contains("log"));
        if (!looksAtIt && !logs && bind.to().body.raises.isEmpty()) {
            add(Rule.TRN406, method, call.simpleName(), bind.line());
        }
    }

    /** {@code lock()} here and {@code unlock()} in a continuation. */
    private void lookAtUnlocking(Method method, Bind bind, Source.Lambda lambda) {
        boolean later = bind.context() == Context.CONTINUATION
                || bind.context() == Context.POOL
                || bind.context() == Context.OFFLOAD
                || bind.context() == Context.COMPLETER;
        if (!later) {
            return;
        }
        for (Call unlock : bind.to().body.calls) {
            if (!unlock.name().equals("unlock") || !scope.types.isA(unlock.owner(), LOCK)) {
                continue;
            }
            Set<Source> outside = outside(unlock.value(0), lambda);
            boolean lockedHere = method.body.calls.stream()
                    .anyMatch(c -> (c.name().startsWith("lock") || c.name().equals("tryLock"))
                            && scope.types.isA(c.owner(), LOCK)
                            && c.value(0).sources().stream().anyMatch(outside::contains));
            boolean lockedThere = bind.to().body.calls.stream()
                    .anyMatch(c -> (c.name().startsWith("lock") || c.name().equals("tryLock"))
                            && c.value(0).equals(unlock.value(0)));
            if (lockedHere && !lockedThere) {
                add(Rule.TRN701, method, unlock.simpleName(), unlock.line());
            }
        }
    }

    /** What a value inside of a lambda is outside of it. */
    private static Set<Source> outside(Value inside, Source.Lambda lambda) {
        Set<Source> outside = new HashSet<>();
        for (Source source : inside.sources()) {
            if (source instanceof Source.Field) {
                outside.add(source);
            } else if (source instanceof Source.Param param
                    && param.index() < lambda.captured().size()) {
                outside.addAll(lambda.captured().get(param.index()).sources());
            }
        }
        return outside;
    }

    private static String simple(String type) {
        return Type.getObjectType(type)
                .getClassName()
                .substring(type.lastIndexOf('/') + 1)
                .replace('$', '.');
    }
}
