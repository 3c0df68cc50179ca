// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows which futures are done inside a continuation: the stage that it continues, the ones given to {@code allOf}, and
 * the elements of a collection that was.
 */
final class CompletedReads {
    private static final Set<String> COLLECTIONS =
            Set.of("java/util/", "java/util/stream/", "java/util/function/", "java/lang/Iterable");
    private static final String FUTURE = "java/util/concurrent/CompletableFuture";

    private static final String IS_DONE = "isDone";

    private final Scope scope;
    private final Map<Method, Set<Source>> done = new HashMap<>();

    CompletedReads(Scope scope) {
        this.scope = scope;
    }

    /** {@code isDone}, or a method that asks it of what it is given. */
    private boolean asksWhetherDone(Call call) {
        return call.name().equals(IS_DONE)
                || scope.targets(call).stream()
                        .flatMap(target -> target.body.calls.stream())
                        .anyMatch(c ->
                                c.name().equals(IS_DONE) && c.value(0).sources().contains(new Source.Param(0)));
    }

    /** Notes what {@code lambda} may read without waiting, now that it continues {@code call}. */
    void continues(Method caller, Call call, Source.Lambda lambda, Method target) {
        Set<Source> complete = new HashSet<>(done.getOrDefault(caller, Set.of()));
        for (Value value : call.values()) {
            complete.addAll(value.sources());
            value.all(Source.Result.class)
                    .map(caller.body::callAt)
                    .filter(c -> c.owner().equals(FUTURE) && c.name().equals("allOf"))
                    .forEach(allOf -> {
                        complete.addAll(caller.body.spread(allOf.value(0)));
                        complete.addAll(roots(caller, allOf.value(0)));
                    });
        }
        hand(caller, lambda, target, complete, false);
    }

    /** Notes what {@code lambda} may read without waiting, now that {@code call} runs it at once. */
    void inside(Method caller, Call call, Source.Lambda lambda, Method target) {
        Set<Source> complete = done.getOrDefault(caller, Set.of());
        boolean elements = call.values().stream().anyMatch(v -> isWithin(roots(caller, v), complete));
        hand(caller, lambda, target, complete, elements);
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
        Set<Source> complete = done.getOrDefault(method, Set.of());
        return method.body.isGuarded(call, this::asksWhetherDone)
                || call.value(0).within(complete)
                || isWithin(roots(method, call.value(0)), complete);
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

    private static void roots(Method method, Value value, Set<Source> roots, int depth) {
        for (Source source : value.sources()) {
            Call call = source instanceof Source.Result result ? method.body.callAt(result) : null;
            boolean taken = call != null
                    && !call.isStatic()
                    && !call.owner().startsWith("java/util/concurrent/")
                    && COLLECTIONS.stream().anyMatch(call.owner()::startsWith);
            if (taken && depth < 16) {
                roots(method, call.value(0), roots, depth + 1);
            } else {
                roots.add(source);
            }
        }
    }
}
