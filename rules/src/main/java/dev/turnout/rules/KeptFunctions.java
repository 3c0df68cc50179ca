// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/**
 * Which functions a value may be: those that anybody in the scope puts into the field, the array, the list or the map that
 * it is read from, also through constructors, setters and methods that make functions.
 */
final class KeptFunctions {
    /** Steps from a value back to where its functions were made. */
    private static final int MAX_DEPTH = 8;

    /** Functions of one value, above which it may be any. */
    private static final int MAX_FUNCTIONS = 8;

    private static final List<String> CONTAINERS = List.of("java/util/", "com/google/common/collect/");
    private static final String FUNCTIONS = "java/util/function/";
    private static final String OBJECTS = "java/util/Objects";
    private static final Set<String> PUTS = Set.of(
            "put",
            "putIfAbsent",
            "replace",
            "add",
            "addFirst",
            "addLast",
            "offer",
            "push",
            "set",
            "lazySet",
            "getAndSet",
            "compareAndSet",
            "getOrDefault",
            "orElse");
    /** Methods that may mean several, above which they are not looked into. */
    private static final int MAX_TARGETS = 3;

    private final Scope scope;
    private final Map<Source.Field, List<Place>> stores = new HashMap<>();
    private final Map<String, List<Site>> sites = new HashMap<>();
    private final Map<Method, Creation> creations = new HashMap<>();
    private final Map<Source.Field, Content> known = new HashMap<>();
    private final Map<Method, List<Site>> callers = new HashMap<>();

    KeptFunctions(Scope scope, References references) {
        this.scope = scope;
        for (Method method : scope.methods()) {
            method.body.assigned.forEach(a -> store(a.field(), method, a.value()));
            for (Call call : method.body.calls) {
                sites.computeIfAbsent(call.name() + call.descriptor(), k -> new ArrayList<>())
                        .add(new Site(method, call));
                if (isPut(call)) {
                    call.value(0)
                            .all(Source.Field.class)
                            .forEach(field -> call.values().stream().skip(1).forEach(v -> store(field, method, v)));
                }
            }
            for (Source.Lambda lambda : method.body.lambdas) {
                Method body = lambda.isJobLambda() ? null : references.bodyOf(method, lambda);
                if (body != null) {
                    creations.putIfAbsent(body, new Creation(method, lambda));
                }
            }
        }
    }

    private void store(Source.Field field, Method by, Value value) {
        stores.computeIfAbsent(field, f -> new ArrayList<>()).add(new Place(by, value));
    }

    private static boolean isContainer(Call call) {
        return CONTAINERS.stream().anyMatch(call.owner()::startsWith);
    }

    private static boolean isPut(Call call) {
        return !call.isStatic() && PUTS.contains(call.name()) && isContainer(call);
    }

    private record Place(Method by, Value value) {}

    private record Site(Method caller, Call call) {}

    private record Creation(Method by, Source.Lambda lambda) {}

    /** A lambda, or an object of the scope, and the method that makes it. */
    record Made(Method by, Source source) {}

    /**
     * The functions that a value may be.
     *
     * @param kept whether it was read from a field or is what a method made
     * @param open whether it may be others too, which are not seen to be made
     * @param wide whether it is one of many in an array or a collection
     */
    record Content(Set<Made> all, boolean kept, boolean open, boolean wide) {
        static final Content NOTHING = new Content(Set.of(), false, false, false);
    }

    /** Of what {@code method} has at hand. Functions that it was given itself are left to who follows those. */
    Content of(Method method, Value value) {
        if (value.sources().size() == 1
                && value.sources().iterator().next() instanceof Source.Field field
                && known.containsKey(field)) {
            return known.get(field);
        }
        Walk walk = new Walk();
        value.sources().forEach(source -> walk.into(method, source, 0));
        Content content = walk.all.size() > MAX_FUNCTIONS
                ? new Content(Set.of(), walk.kept, true, walk.wide)
                : new Content(walk.all, walk.kept, walk.open, walk.wide);
        if (value.sources().size() == 1 && value.sources().iterator().next() instanceof Source.Field field) {
            known.put(field, content);
        }
        return content;
    }

    private List<Site> callers(Method method) {
        return callers.computeIfAbsent(
                method,
                m -> sites.getOrDefault(m.name + m.descriptor, List.of()).stream()
                        .filter(site -> scope.targets(site.call()).contains(m))
                        .toList());
    }

    private final class Walk {
        final Set<Made> all = new LinkedHashSet<>();
        final Set<Made> met = new HashSet<>();
        boolean kept;
        boolean open;
        boolean wide;

        void into(Method method, Source source, int depth) {
            if (!met.add(new Made(method, source))) {
                return;
            }
            if (depth > MAX_DEPTH || all.size() > MAX_FUNCTIONS) {
                open = true;
            } else if (source instanceof Source.Lambda lambda) {
                if (!lambda.isJobLambda()) {
                    all.add(new Made(method, lambda));
                }
            } else if (source instanceof Source.New made) {
                intoObject(method, made, depth);
            } else if (source instanceof Source.Field field) {
                kept = true;
                List<Place> places = stores.getOrDefault(field, List.of());
                open |= places.isEmpty();
                places.forEach(place -> into(place.by(), place.value(), depth + 1));
            } else if (source instanceof Source.Param param) {
                intoParameter(method, param.index(), depth);
            } else if (source instanceof Source.Result result) {
                intoResult(method, method.body.callAt(result), depth);
            } else if (source instanceof Source.Array array) {
                wide = true;
                method.body.arrays.getOrDefault(array.at(), List.of()).forEach(v -> into(method, v, depth + 1));
            } else if (source instanceof Source.Other other) {
                Value array = method.body.elements.get(other.at());
                wide |= array != null;
                open |= array == null;
                if (array != null) {
                    into(method, array, depth + 1);
                }
            }
        }

        private void into(Method method, Value value, int depth) {
            open |= value.sources().isEmpty();
            value.sources().forEach(source -> into(method, source, depth));
        }

        /** A function that is an object; or a collection, by what is put in where it is made. */
        private void intoObject(Method method, Source.New made, int depth) {
            if (scope.contains(made.type())) {
                all.add(new Made(method, made));
                return;
            }
            wide = true;
            for (Call call : method.body.calls) {
                boolean fills = isPut(call) || call.name().equals("<init>");
                if (fills && call.value(0).sources().contains(made)) {
                    call.values().stream().skip(1).forEach(v -> functions(method, v, depth + 1));
                }
            }
        }

        /** Of what stands beside keys, sizes and other values only the functions. */
        private void functions(Method method, Value value, int depth) {
            value.sources().stream()
                    .filter(s ->
                            !(s instanceof Source.Other) || method.body.elements.containsKey(((Source.Other) s).at()))
                    .forEach(source -> into(method, source, depth));
        }

        private void intoParameter(Method method, int index, int depth) {
            Creation creation = creations.get(method);
            if (creation != null) {
                List<Value> captured = creation.lambda().captured();
                if (index < captured.size()) {
                    into(creation.by(), captured.get(index), depth + 1);
                } else {
                    intoElements(creation, depth);
                }
                return;
            }
            if (!method.isStatic() && index == 0) {
                open = true;
                return;
            }
            List<Site> callers = callers(method);
            open |= callers.isEmpty();
            if (kept) {
                callers.forEach(site -> into(site.caller(), site.call().value(index), depth + 1));
            }
        }

        /** {@code list.forEach(each -> ..)}. */
        private void intoElements(Creation creation, int depth) {
            List<Call> through = creation.by().body.calls.stream()
                    .filter(call -> isContainer(call) && !call.isStatic())
                    .filter(call -> creation.by().body.gives(call.value(1), creation.lambda()::equals))
                    .toList();
            wide = true;
            open |= through.isEmpty();
            through.forEach(call -> into(creation.by(), call.value(0), depth + 1));
        }

        private void intoResult(Method method, Call call, int depth) {
            if (call.owner().equals(OBJECTS) || (call.owner().startsWith(FUNCTIONS) && !call.isStatic())) {
                call.values().forEach(v -> functions(method, v, depth + 1));
            } else if (isContainer(call)) {
                wide = true;
                boolean all = call.isStatic() || PUTS.contains(call.name());
                call.values().stream().limit(all ? Long.MAX_VALUE : 1).forEach(v -> functions(method, v, depth + 1));
            } else {
                List<Method> targets = scope.targets(call).stream()
                        .filter(m -> !m.is(Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE))
                        .toList();
                boolean few = !targets.isEmpty() && targets.size() <= MAX_TARGETS;
                open |= !few;
                if (few) {
                    kept = true;
                    targets.forEach(
                            target -> target.body.returns.forEach(exit -> into(target, exit.value(), depth + 1)));
                }
            }
        }
    }
}
