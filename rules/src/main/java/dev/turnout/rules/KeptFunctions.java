// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The functions and objects that a value may be which is read from a field or answered by a method of the scope. They are
 * followed back through fields, parameters and results.
 */
final class KeptFunctions {
    /** Steps back from a value to where it was made. */
    private static final int FARTHEST = 6;

    /** Functions in one field, above which nobody guesses which it is. */
    private static final int MOST = 8;

    /** Values looked at for one, above which nobody guesses. */
    private static final int BUDGET = 300;

    private final Scope scope;
    private final Map<Source.Field, List<Stored>> fields = new HashMap<>();
    private final Map<String, List<Given>> given = new HashMap<>();
    private final Set<Source.Field> open = new HashSet<>();
    /** Types of which the scope makes a function or an object. */
    private final Set<String> madeTypes = new HashSet<>();

    private int looks;

    KeptFunctions(Scope scope) {
        this.scope = scope;
        scope.classNames().stream()
                .filter(scope::isMade)
                .forEach(type -> madeTypes.addAll(scope.types.superTypes(type)));
        madeTypes.remove(Types.OBJECT);
        for (Method method : scope.methods()) {
            method.body.lambdas.forEach(lambda -> madeTypes.add(lambda.type()));
            for (Body.Assigned assigned : method.body.assigned) {
                fields.computeIfAbsent(assigned.field(), f -> new ArrayList<>())
                        .add(new Stored(method, assigned.value()));
            }
            for (Call call : method.body.calls) {
                if (scope.contains(call.owner()) && call.values().size() > (call.isStatic() ? 0 : 1)) {
                    given.computeIfAbsent(key(call.owner(), call.name(), call.descriptor()), k -> new ArrayList<>())
                            .add(new Given(method, call));
                }
            }
        }
    }

    /** Whether the scope makes anything that is a {@code type}. */
    boolean makes(String type) {
        return madeTypes.contains(type);
    }

    private record Stored(Method by, Value value) {}

    private record Given(Method by, Call call) {}

    /** A lambda, a method reference or an object, and the method that makes it. */
    record Made(Method by, Source source) {}

    /** What the receiver of {@code call} may be; empty where it may be too much, or is made right here. */
    List<Made> receivers(Method method, Call call) {
        return call.isDirect() || !makes(call.owner()) || !scope.targets(call).isEmpty()
                ? List.of()
                : of(method, call.value(0)).stream()
                        .filter(made -> !call.value(0).sources().contains(made.source()))
                        .toList();
    }

    /** The methods that {@code call} runs if its receiver is {@code made}. */
    List<Method> called(Made made, Call call, BiFunction<Method, Source.Lambda, @Nullable Method> bodyOf) {
        if (made.source() instanceof Source.Lambda lambda) {
            Method body = lambda.isJobLambda() || !scope.types.isA(lambda.type(), call.owner())
                    ? null
                    : bodyOf.apply(made.by(), lambda);
            return body == null ? List.of() : List.of(body);
        }
        return made.source() instanceof Source.New object && scope.types.isA(object.type(), call.owner())
                ? scope.targets(true, object.type(), call.name(), call.descriptor())
                : List.of();
    }

    /** What {@code value} in {@code method} may be, if it is made there, read from a field or answered by a method. */
    List<Made> of(Method method, Value value) {
        Set<Made> found = new LinkedHashSet<>();
        looks = 0;
        for (Source source : value.sources()) {
            if (!(source instanceof Source.Param)) {
                collect(method, new Value(Set.of(source)), found, 0);
            }
        }
        return found.size() > MOST || looks > BUDGET ? List.of() : List.copyOf(found);
    }

    private void collect(Source.Field field, Set<Made> found, int steps) {
        if (steps > FARTHEST || found.size() > MOST || !open.add(field)) {
            return;
        }
        fields.getOrDefault(field, List.of()).forEach(stored -> collect(stored.by(), stored.value(), found, steps + 1));
        open.remove(field);
    }

    private void collect(Method method, Value value, Set<Made> found, int steps) {
        if (steps > FARTHEST || found.size() > MOST || looks++ > BUDGET) {
            return;
        }
        for (Source source : value.sources()) {
            if (source instanceof Source.Lambda || (source instanceof Source.New made && scope.contains(made.type()))) {
                found.add(new Made(method, source));
            } else if (source instanceof Source.Field field) {
                collect(field, found, steps + 1);
            } else if (source instanceof Source.Param param) {
                for (Given one : given.getOrDefault(key(method.owner, method.name, method.descriptor), List.of())) {
                    collect(one.by(), one.call().value(param.index()), found, steps + 1);
                }
            } else if (source instanceof Source.Result result) {
                List<Method> makers = scope.targets(method.body.callAt(result));
                if (makers.size() == 1) {
                    Method maker = makers.get(0);
                    maker.body.answered.forEach(answer -> collect(maker, answer, found, steps + 1));
                }
            }
        }
    }

    private static String key(String owner, String name, String descriptor) {
        return owner + "." + name + descriptor;
    }
}
