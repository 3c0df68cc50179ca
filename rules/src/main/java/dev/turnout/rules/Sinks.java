// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Type;

/** Says which calls wait. */
final class Sinks {
    /** Kinds whose methods wait although they return a future: the wait is for something else than the result. */
    private static final Set<String> WAITS_ANYWAY = Set.of("wait-future", "reactive-bridge", "messaging");

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
            "completeAsync");

    private static final String SPRING_DATA = "org.springframework.data.";
    private static final List<String> FUNCTIONS = List.of("Ljava/util/function/", "Ljava/util/concurrent/Callable;");

    private final Scope scope;
    private final Tables tables;
    private final CompletedReads completed;

    Sinks(Scope scope, Tables tables, CompletedReads completed) {
        this.scope = scope;
        this.tables = tables;
        this.completed = completed;
    }

    /** The finding that {@code call} is, if {@code method} is on an async path. */
    Optional<Method.Sink> of(Method method, Call call) {
        String owner = Scope.receiver(call);
        Optional<BlockingRow> row =
                tables.blocking(scope.types, owner, call.name(), call.descriptor(), !call.isStatic());
        if (row.isEmpty()) {
            return unresolvedRepository(call);
        }
        BlockingRow found = row.get();
        if ((!WAITS_ANYWAY.contains(found.kind()) && AsyncTypes.answersLater(scope.types, call.descriptor()))
                || hasZeroTime(call)
                || (found.kind().equals("cache") && takesFunction(call))) {
            return Optional.empty();
        }
        return Kinds.ruleOf(found).map(rule -> {
            Rule graded = rule == Rule.TRN101 && completed.isDone(method, call) ? Rule.TRN102 : rule;
            Confidence grade = found.always()
                    ? Confidence.CERTAIN
                    : graded == Rule.TRN207 ? Confidence.POSSIBLE : Confidence.LIKELY;
            return new Method.Sink(graded, grade, call.simpleName(), call.line());
        });
    }

    /** The finding that it is to drop what {@code call} returns. */
    Optional<Method.Sink> ofDropped(Call call) {
        return AsyncTypes.returnsStage(scope.types, call.descriptor()) && !OBSERVERS.contains(call.name())
                ? Optional.of(new Method.Sink(Rule.TRN401, Confidence.CERTAIN, call.simpleName(), call.line()))
                : Optional.empty();
    }

    /** A repository whose super types cannot be read would pass in silence; its super type's name gives it away. */
    private Optional<Method.Sink> unresolvedRepository(Call call) {
        boolean repository = !call.isStatic()
                && !Types.isObjectMethod(call.name(), call.descriptor())
                && !AsyncTypes.answersLater(scope.types, call.descriptor())
                && scope.types.superTypes(call.owner()).stream()
                        .map(type -> type.replace('/', '.'))
                        .anyMatch(type -> type.startsWith(SPRING_DATA)
                                && type.endsWith("Repository")
                                && !type.contains("Reactive")
                                && !type.contains("Coroutine")
                                && scope.types.unresolved().contains(type));
        return repository
                ? Optional.of(new Method.Sink(Rule.TRN303, Confidence.LIKELY, call.simpleName(), call.line()))
                : Optional.empty();
    }

    /** {@code poll(0, SECONDS)} asks and does not wait. */
    private static boolean hasZeroTime(Call call) {
        Type[] arguments = Type.getArgumentTypes(call.descriptor());
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i] == Type.LONG_TYPE
                    && arguments[i + 1].getDescriptor().equals("Ljava/util/concurrent/TimeUnit;")) {
                Value time = call.value(call.isStatic() ? i : i + 1);
                return time.within(Set.of(new Source.Zero()));
            }
        }
        return false;
    }

    /** The loader is at hand, and what it does is judged by itself. */
    private static boolean takesFunction(Call call) {
        return FUNCTIONS.stream().anyMatch(call.descriptor()::contains);
    }
}
