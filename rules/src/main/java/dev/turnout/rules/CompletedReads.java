// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/**
 * Knows which futures are done inside a continuation: the stage that it continues, the ones given to {@code allOf}, and
 * the elements of a collection that was.
 */
final class CompletedReads {
    private static final Set<String> COLLECTIONS =
            Set.of("java/util/", "java/util/stream/", "java/util/function/", "java/lang/Iterable");
    /** {@code CompletableFuture.allOf}, {@code Futures.allAsList}, {@code waitForAll}, ... */
    private static final Pattern ALL = Pattern.compile("(all|.*All)([A-Z].*)?");

    private static final int MAX_DEPTH = 3;
    private static final int LONGEST_CHAIN = 32;
    private static final String COLLECTORS = "java/util/stream/Collectors";
    private static final Set<String> DONE = Set.of("completedFuture", "completedStage", "failedFuture", "failedStage");
    private static final Set<String> READS = Set.of("get", "join");
    private static final String EXECUTOR_SERVICE = "java/util/concurrent/ExecutorService";
    private static final String NETTY = "io/netty/util/concurrent/Future";

    private final Scope scope;
    private final Map<Method, Set<Source>> done = new HashMap<>();
    private final Map<Method, List<Site>> sites = new HashMap<>();

    CompletedReads(Scope scope) {
        this.scope = scope;
        findSites(scope.methods());
        listeners();
        invokedAll(scope.methods());
    }

    /** Notes the lists of futures that {@code invokeAll} answers with: it has waited for each. */
    private void invokedAll(List<Method> all) {
        for (Method method : all) {
            method.body.calls.stream()
                    .filter(c -> c.name().equals("invokeAll") && scope.types.isA(c.owner(), EXECUTOR_SERVICE))
                    .forEach(c ->
                            done.computeIfAbsent(method, m -> new HashSet<>()).add(new Source.Result(c.at())));
        }
    }

    /** Notes what {@code lambda} has captured where it was seen to be done. */
    void made(Method caller, Source.Lambda lambda, Method target) {
        for (int i = 0; i < lambda.captured().size(); i++) {
            if (caller.body.isGuarded(lambda.captured().get(i), lambda.at(), this::asksWhetherDone)) {
                done.computeIfAbsent(target, t -> new HashSet<>()).add(new Source.Param(i));
            }
        }
    }

    /** {@code isDone}, or a method that asks it of what it is given. */
    private boolean asksWhetherDone(Call call) {
        return Guards.QUESTIONS.contains(call.name())
                || scope.targets(call).stream()
                        .flatMap(target -> target.body.calls.stream())
                        .anyMatch(c -> Guards.QUESTIONS.contains(c.name())
                                && c.value(0).sources().contains(new Source.Param(0)));
    }

    /** Notes what {@code lambda} may read without waiting, now that it continues {@code call}. */
    void continues(Method caller, Call call, Source.Lambda lambda, Method target) {
        Set<Source> complete = new HashSet<>(done.getOrDefault(caller, Set.of()));
        for (Value value : call.values()) {
            complete.addAll(value.sources());
            value.all(Source.Result.class)
                    .map(caller.body::callAt)
                    .flatMap(made -> allOf(made, 0).stream())
                    .forEach(all -> {
                        Set<Source> each = caller.body.spread(all);
                        complete.addAll(each);
                        complete.addAll(roots(caller, new Value(each)));
                    });
            complete.addAll(before(caller, value));
        }
        hand(caller, lambda, target, complete, isListener(call));
    }

    /** The stages that come before this one in its chain. */
    private Set<Source> before(Method caller, Value stage) {
        Set<Source> all = new HashSet<>();
        Value at = stage;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Optional<Call> made = at.all(Source.Result.class)
                    .map(caller.body::callAt)
                    .filter(c -> !c.isStatic() && AsyncTypes.returnsFuture(scope.types, c.descriptor()))
                    .filter(c -> scope.types.isA(c.owner(), "java/util/concurrent/CompletionStage"))
                    .findFirst();
            if (made.isEmpty() || at.sources().size() != 1) {
                return all;
            }
            at = made.get().value(0);
            all.addAll(at.sources());
        }
        return all;
    }

    /** The futures that are done when what {@code call} returns is, because it was made of all of them. */
    private Optional<Value> allOf(Call call, int depth) {
        if (!call.isStatic() || depth > MAX_DEPTH || !AsyncTypes.answersLater(scope.types, call.descriptor())) {
            return Optional.empty();
        }
        Optional<Value> byBody = scope.targets(call).stream()
                .flatMap(target -> given(target, depth).map(call::value))
                .findFirst();
        boolean byName = ALL.matcher(call.name()).matches() && !call.values().isEmpty();
        return byBody.isEmpty() && byName ? Optional.of(call.value(0)) : byBody;
    }

    /** Positions of the parameters of whose futures {@code method} makes the one that it returns. */
    private Stream<Integer> given(Method method, int depth) {
        return method.body.returns.stream()
                .flatMap(exit -> exit.value().all(Source.Result.class))
                .map(method.body::callAt)
                .flatMap(made -> allOf(made, depth + 1).stream())
                .flatMap(all -> roots(method, all).stream())
                .filter(Source.Param.class::isInstance)
                .map(param -> ((Source.Param) param).index());
    }

    /** A listener of Netty is given the very future that it listens to. */
    private boolean isListener(Call call) {
        return call.name().startsWith("addListener") && scope.types.isA(call.owner(), NETTY);
    }

    /** Notes what the methods that listen to futures of Netty may read. */
    private void listeners() {
        scope.methods().stream()
                .filter(m -> m.name.equals("operationComplete") && !m.isStatic())
                .forEach(m -> done.computeIfAbsent(m, n -> new HashSet<>()).add(new Source.Param(1)));
    }

    /** Notes which parameters of methods that are not public are done, because every caller gives one that is. */
    void throughCalls() {
        sites.forEach((method, calls) -> {
            int count = calls.get(0).call().values().size();
            for (int i = 0; i < count; i++) {
                int position = i;
                boolean always = calls.stream()
                        .allMatch(site -> isDone(site.caller(), site.call().value(position)));
                if (always) {
                    done.computeIfAbsent(method, m -> new HashSet<>()).add(new Source.Param(position));
                }
            }
        });
    }

    /** Finds who calls the methods that read futures and are not public; not of those that are also given away as functions. */
    private void findSites(List<Method> all) {
        Set<Method> readers = new HashSet<>();
        for (Method method : all) {
            if (!method.is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_SYNTHETIC)
                    && method.body.calls.stream().anyMatch(c -> READS.contains(c.name()))) {
                readers.add(method);
            }
        }
        Set<String> names = readers.stream().map(m -> m.name).collect(Collectors.toSet());
        for (Method caller : all) {
            for (Call call : caller.body.calls) {
                List<Method> targets = names.contains(call.name()) ? scope.targets(call) : List.of();
                if (targets.size() == 1 && readers.contains(targets.get(0))) {
                    sites.computeIfAbsent(targets.get(0), m -> new ArrayList<>())
                            .add(new Site(caller, call));
                }
            }
        }
        all.stream()
                .flatMap(m -> m.body.lambdas.stream())
                .map(Source.Lambda::target)
                .forEach(given -> sites.keySet()
                        .removeIf(m -> m.owner.equals(given.getOwner()) && m.name.equals(given.getName())));
    }

    /** Notes what {@code lambda} may read without waiting, now that {@code call} runs it at once. */
    void inside(Method caller, Call call, Source.Lambda lambda, Method target) {
        Set<Source> complete = done.getOrDefault(caller, Set.of());
        boolean elements = goneThrough(caller, call).anyMatch(v -> isWithin(roots(caller, v), complete));
        hand(caller, lambda, target, complete, elements);
    }

    /** What the function is called with the elements of: a collector's is the stream that it collects. */
    private static Stream<Value> goneThrough(Method caller, Call call) {
        if (!call.owner().equals(COLLECTORS)) {
            return call.values().stream();
        }
        Source collector = new Source.Result(call.at());
        return caller.body.calls.stream()
                .filter(c -> c.name().equals("collect") && c.values().size() == 2)
                .filter(c -> c.value(1).sources().contains(collector))
                .map(c -> c.value(0));
    }

    private void hand(Method caller, Source.Lambda lambda, Method target, Set<Source> complete, boolean parametersToo) {
        Set<Source> inner = done.computeIfAbsent(target, t -> new HashSet<>());
        complete.stream().filter(Source.Field.class::isInstance).forEach(inner::add);
        int captured = lambda.captured().size();
        for (int i = 0; i < captured; i++) {
            Value value = lambda.captured().get(i);
            if (value.within(complete) || isWithin(roots(caller, value), complete)) {
                inner.add(new Source.Param(i));
            }
        }
        if (parametersToo) {
            for (int i = captured; i < captured + 4; i++) {
                inner.add(new Source.Param(i));
            }
        }
    }

    /** Whether the future that {@code call} reads is done. */
    boolean isDone(Method method, Call call) {
        return method.body.isGuarded(call, this::asksWhetherDone)
                || isDone(method, call.value(0))
                || isReadWithOthers(method, call)
                || isMadeDone(method, call.value(0), 0);
    }

    /** {@code allOf(one, two).get(1, SECONDS); one.join()}: the first wait is the finding. */
    private boolean isReadWithOthers(Method method, Call call) {
        return method.body.calls.stream()
                .filter(c -> c.at() < call.at() && READS.contains(c.name()) && !c.isStatic())
                .flatMap(c -> c.value(0).all(Source.Result.class))
                .map(method.body::callAt)
                .flatMap(made -> allOf(made, 0).stream())
                .map(all -> new Value(method.body.spread(all)))
                .anyMatch(all -> isWithin(roots(method, call.value(0)), union(all.sources(), roots(method, all))));
    }

    private static Set<Source> union(Set<Source> one, Set<Source> two) {
        Set<Source> all = new HashSet<>(one);
        all.addAll(two);
        return all;
    }

    /** {@code completedFuture(..)}, or what a method returns that returns nothing else. */
    private boolean isMadeDone(Method method, Value future, int depth) {
        return depth <= MAX_DEPTH
                && !future.sources().isEmpty()
                && future.sources().stream()
                        .allMatch(source -> source instanceof Source.Result result
                                && isMadeDone(method.body.callAt(result), depth));
    }

    private boolean isMadeDone(Call call, int depth) {
        if (call.isStatic() && call.owner().equals("java/util/concurrent/CompletableFuture")) {
            return DONE.contains(call.name());
        }
        List<Method> targets = scope.targets(call);
        return !targets.isEmpty()
                && targets.stream()
                        .allMatch(target -> !target.body.returns.isEmpty()
                                && target.body.returns.stream()
                                        .allMatch(exit -> isMadeDone(target, exit.value(), depth + 1)));
    }

    private boolean isDone(Method method, Value future) {
        Set<Source> complete = done.getOrDefault(method, Set.of());
        return future.within(complete) || isWithin(roots(method, future), complete);
    }

    /** Whether the elements that {@code call} goes through are done. */
    boolean areDone(Method method, Call call) {
        Set<Source> complete = done.getOrDefault(method, Set.of());
        return call.values().stream().anyMatch(v -> isWithin(roots(method, v), complete));
    }

    private static boolean isWithin(Set<Source> roots, Set<Source> complete) {
        return !roots.isEmpty() && complete.containsAll(roots);
    }

    /** Where a value was taken out of: {@code list} for {@code list.iterator().next()}. */
    private static Set<Source> roots(Method method, Value value) {
        Set<Source> roots = new HashSet<>();
        roots(method, value, roots, 0);
        return roots;
    }

    /** Whether what {@code call} returns was in its receiver, or is the receiver as another type. */
    private static boolean handsOn(Call call) {
        return call.name().equals("toCompletableFuture")
                || (!call.owner().startsWith("java/util/concurrent/")
                        && COLLECTIONS.stream().anyMatch(call.owner()::startsWith));
    }

    private static void roots(Method method, Value value, Set<Source> roots, int depth) {
        for (Source source : value.sources()) {
            Call call = source instanceof Source.Result result ? method.body.callAt(result) : null;
            boolean taken = call != null && !call.isStatic() && handsOn(call);
            if (taken && depth < 16) {
                roots(method, call.value(0), roots, depth + 1);
            } else {
                roots.add(source);
            }
        }
    }

    private record Site(Method caller, Call call) {}
}
