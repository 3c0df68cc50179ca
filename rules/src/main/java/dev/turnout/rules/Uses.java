// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * Where functions run: from the table for the calls it knows, and through the methods of the scope by what they do with
 * their parameter.
 */
final class Uses {
    /** Hops that a function is followed through methods of the scope; beyond, its context is a guess. */
    private static final int MAX_HOPS = 12;

    /** Methods that a call may mean, above which a function is not followed into them. */
    private static final int MAX_TARGETS = 8;

    /** Methods looked into for one function; beyond, its context is a guess. */
    private static final int MAX_STEPS = 200;

    /** What methods are called that run what they are given on a thread of their own. */
    private static final Pattern HANDS_OVER =
            Pattern.compile("(submit|execute|schedule|enqueue|dispatch|post)(Async|Later|Now|Task)?");

    private final Scope scope;
    private final Tables tables;
    private final Threads threads;
    private final Deque<Parameter> open = new ArrayDeque<>();
    private final Map<Parameter, Set<Context>> known = new HashMap<>();
    private boolean cut;
    private int steps;

    Uses(Scope scope, Tables tables) {
        this.scope = scope;
        this.tables = tables;
        this.threads = new Threads(scope);
    }

    /**
     * One place that a function is given to.
     *
     * @param call what it is given to
     * @param position its position among the values of that call
     * @param contexts where it may run
     */
    record Use(Call call, int position, Set<Context> contexts) {}

    /** Every call in {@code method} that is given a value which {@code is} accepts, alone or in an array. */
    List<Use> of(Method method, Predicate<Source> is) {
        return of(method, is, "");
    }

    /**
     * The same for a value with several methods.
     *
     * @param only the name of the one that is asked about: where another is called, it does not run; empty for any
     */
    List<Use> of(Method method, Predicate<Source> is, String only) {
        List<Use> uses = new ArrayList<>();
        method.body.calls.forEach(call -> uses.addAll(at(method, call, is, only)));
        return uses;
    }

    /** The same for one call. */
    List<Use> at(Method method, Call call, Predicate<Source> is, String only) {
        List<Use> uses = new ArrayList<>(1);
        for (int i = 0; i < call.values().size(); i++) {
            if (method.body.gives(call.value(i), is)) {
                Set<Context> contexts = contexts(method, call, i, only);
                if (!contexts.isEmpty()) {
                    uses.add(new Use(call, i, contexts));
                }
            }
        }
        return uses;
    }

    /** The methods of the scope by which a function is called that is given to one: where there is but one way. */
    List<Method.Hop> helpers(Bind bind) {
        List<Method.Hop> hops = new ArrayList<>();
        Call call = bind.call();
        Source.Lambda given = bind.lambda();
        if (call == null || given == null) {
            return hops;
        }
        Method method = bind.from();
        Predicate<Source> is = given::equals;
        while (call != null && hops.size() < MAX_HOPS) {
            Optional<Integer> index = parameter(method, call, is);
            List<Method> targets = scope.targets(call);
            if (index.isEmpty() || targets.size() != 1 || isIn(hops, targets.get(0))) {
                return hops;
            }
            method = targets.get(0);
            is = source -> source instanceof Source.Param p && p.index() == index.get();
            call = goesOn(method, is, hops);
        }
        return hops;
    }

    private static boolean isIn(List<Method.Hop> hops, Method method) {
        return hops.stream().anyMatch(hop -> hop.method() == method);
    }

    /** Which parameter of what {@code call} runs the value becomes; empty where a table knows it, or it is called itself. */
    private Optional<Integer> parameter(Method method, Call call, Predicate<Source> is) {
        for (int i = 0; i < call.values().size(); i++) {
            int argument = call.argument(i);
            if (argument >= 0 && method.body.gives(call.value(i), is)) {
                return byTable(call, argument).isPresent()
                        ? Optional.empty()
                        : Optional.of(call.isStatic() ? argument : argument + 1);
            }
        }
        return Optional.empty();
    }

    /** Notes where {@code method} calls its parameter or gives it on, and answers with that call. */
    private @Nullable Call goesOn(Method method, Predicate<Source> isParameter, List<Method.Hop> hops) {
        Optional<Call> next = of(method, isParameter).stream()
                .filter(use -> use.contexts().contains(Context.INLINE))
                .map(Use::call)
                .findFirst();
        next.map(Call::line)
                .or(() -> method.body.lambdas.stream()
                        .filter(lambda -> lambda.captured().stream()
                                .anyMatch(value -> value.sources().stream().anyMatch(isParameter)))
                        .map(Source.Lambda::line)
                        .findFirst())
                .ifPresent(line -> hops.add(new Method.Hop(method, line)));
        return next.orElse(null);
    }

    /** Where a function runs that is value {@code position} of {@code call}. */
    private Set<Context> contexts(Method caller, Call call, int position, String only) {
        int argument = call.argument(position);
        if (argument < 0) {
            // a constructor's receiver is the function itself, being made; any other is being called
            boolean runs = call.opcode() != Opcodes.INVOKESPECIAL && (only.isEmpty() || only.equals(call.name()));
            return runs ? Set.of(Context.INLINE) : Set.of();
        }
        Optional<Context> known = byTable(call, argument);
        if (known.isPresent()) {
            return Set.of(
                    switch (known.get()) {
                        case EXECUTOR -> threads.ofArgument(caller, call);
                        case EXECUTOR_RECEIVER -> threads.ofReceiver(caller, call);
                        case OPERATOR -> threads.ofOperator(caller, call);
                        default -> known.get();
                    });
        }
        List<Method> targets = scope.targets(call);
        if (targets.isEmpty() || targets.size() > MAX_TARGETS) {
            return Set.of(Context.ESCAPE);
        }
        Set<Context> all = EnumSet.noneOf(Context.class);
        for (Method target : targets) {
            all.addAll(ofParameter(target, target.isStatic() ? argument : argument + 1, only));
        }
        return all;
    }

    private Optional<Context> byTable(Call call, int argument) {
        return tables.context(scope.types, Scope.receiver(call), call.name(), call.descriptor(), argument)
                .filter(context -> !hasOwnWay(call));
    }

    /** Whether the receiver's class is in scope and runs what it is given in a way of its own. */
    private boolean hasOwnWay(Call call) {
        String receiver = Scope.receiver(call);
        return scope.contains(receiver)
                && scope.targets(call).size() == 1
                && !tables.knows(receiver, call.name(), call.descriptor());
    }

    /** Where {@code method} runs the function that is its parameter {@code index}; empty if nowhere. */
    private Set<Context> ofParameter(Method method, int index, String only) {
        Parameter key = new Parameter(method, index, only);
        Set<Context> before = known.get(key);
        if (before != null) {
            return before;
        }
        if (open.isEmpty()) {
            cut = false;
            steps = 0;
        }
        if (open.contains(key)) {
            cut = true;
            return Set.of();
        }
        if (open.size() >= MAX_HOPS || steps >= MAX_STEPS) {
            cut = true;
            return Set.of(Context.ESCAPE);
        }
        steps++;
        open.push(key);
        try {
            Predicate<Source> isParameter = s -> s instanceof Source.Param p && p.index() == index;
            Set<Context> all = EnumSet.noneOf(Context.class);
            of(method, isParameter, only).forEach(use -> all.addAll(use.contexts()));
            for (Source.Lambda lambda : method.body.lambdas) {
                for (int i = 0; i < lambda.captured().size(); i++) {
                    if (lambda.captured().get(i).sources().stream().anyMatch(isParameter)) {
                        all.addAll(ofCaptured(method, lambda, i, only));
                    }
                }
            }
            if (method.body.escaping.stream().anyMatch(v -> v.sources().stream().anyMatch(isParameter))) {
                all.add(Context.ESCAPE);
            }
            if (all.contains(Context.INLINE) && (all.contains(Context.OFFLOAD) || isHandedOver(method, isParameter))) {
                all.remove(Context.INLINE); // at once where the thread may wait
                all.add(Context.ESCAPE);
            }
            return remember(key, all);
        } finally {
            open.pop();
        }
    }

    /** Whether the function, or one around it, is also given to what runs it elsewhere, by its name at least. */
    private boolean isHandedOver(Method method, Predicate<Source> isParameter) {
        Stream<Use> around = method.body.lambdas.stream()
                .filter(lambda -> lambda.captured().stream()
                        .anyMatch(value -> value.sources().stream().anyMatch(isParameter)))
                .flatMap(lambda -> of(method, lambda::equals).stream());
        return Stream.concat(of(method, isParameter).stream(), around)
                .filter(use -> HANDS_OVER.matcher(use.call().name()).matches())
                .anyMatch(use -> use.contexts().contains(Context.ESCAPE)
                        || use.contexts().contains(Context.OFFLOAD));
    }

    /** An answer holds for later unless a circle or a bound cut it short on behalf of a method still open. */
    private Set<Context> remember(Parameter key, Set<Context> answer) {
        if (!cut || open.size() == 1) {
            known.put(key, answer);
        }
        return answer;
    }

    private Set<Context> ofCaptured(Method method, Source.Lambda lambda, int index, String only) {
        Set<Context> inside = EnumSet.noneOf(Context.class);
        if (lambda.isReference()) {
            if (only.isEmpty() || only.equals(lambda.target().getName())) {
                inside.add(Context.INLINE); // task::run
            }
        } else {
            scope.targets(
                            true,
                            lambda.target().getOwner(),
                            lambda.target().getName(),
                            lambda.target().getDesc())
                    .forEach(body -> inside.addAll(ofParameter(body, index, only)));
        }
        Set<Context> all = EnumSet.noneOf(Context.class);
        for (Use use : of(method, lambda::equals)) {
            for (Context outer : use.contexts()) {
                inside.forEach(inner -> all.add(outer.around(inner)));
            }
        }
        return all;
    }

    private record Parameter(Method method, int index, String only) {}
}
