// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.HashSet;
import java.util.Set;

/** Knows which methods may return null instead of a stage, because whoever calls them asks for it. */
final class NullStages {
    private static final Set<String> CONTAINERS = Set.of(
            "java/util/Map", "java/util/Collection", "java/util/Queue", "java/util/Iterator", "java/util/Map$Entry");

    /** Methods that hand a null on to one that asks. */
    private static final int MAX_HOPS = 4;

    private final Scope scope;
    private final Set<String> asked = new HashSet<>();

    NullStages(Scope scope) {
        this.scope = scope;
        Set<String> asking = new HashSet<>();
        for (Method method : scope.methods()) {
            method.body.nullChecked.forEach(at -> asked.add(key(method.body.callAt(new Source.Result(at)))));
            method.body.askedWhetherNull.stream()
                    .filter(Source.Param.class::isInstance)
                    .forEach(p -> asking.add(method.name + method.descriptor + ((Source.Param) p).index()));
        }
        for (Method method : scope.methods()) {
            for (Call call : method.body.calls) {
                for (int i = 0; i < call.values().size(); i++) {
                    if (asking.contains(key(call) + i)) {
                        call.value(i)
                                .all(Source.Result.class)
                                .map(method.body::callAt)
                                .forEach(c -> asked.add(key(c)));
                    }
                }
            }
        }
        for (int i = 0; i < MAX_HOPS && handOn(); i++) {
            continue;
        }
    }

    /** A method whose caller asks may hand on what another one returns. */
    private boolean handOn() {
        int before = asked.size();
        for (Method method : scope.methods()) {
            if (asked.contains(method.name + method.descriptor)
                    && AsyncTypes.returnsStage(scope.types, method.descriptor)) {
                method.body.returns.stream()
                        .flatMap(exit -> exit.value().all(Source.Result.class))
                        .map(method.body::callAt)
                        .forEach(call -> asked.add(key(call)));
            }
        }
        return asked.size() > before;
    }

    private static String key(Call call) {
        return call.name() + call.descriptor();
    }

    /** Whether its callers know: by an annotation, by a check of theirs, or from a map or a queue of futures. */
    boolean mayBeNull(Method method) {
        return method.annotations.stream().anyMatch(a -> a.endsWith("/Nullable;") || a.endsWith("/CheckForNull;"))
                || asked.contains(method.name + method.descriptor)
                || CONTAINERS.stream()
                        .anyMatch(type -> scope.types.isA(method.owner, type)
                                && scope.types.has(type, method.name, "(", result -> true));
    }
}
