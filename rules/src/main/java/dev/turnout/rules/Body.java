// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a method does, as far as the rules care: its calls, the lambdas it makes, and where values go. */
final class Body {
    static final Body EMPTY = new Body();

    final List<Call> calls = new ArrayList<>();
    final List<Source.Lambda> lambdas = new ArrayList<>();
    final Map<Integer, List<Value>> arrays = new HashMap<>();
    final List<Value> escaping = new ArrayList<>();
    final List<Call> dropped = new ArrayList<>();
    final List<Guard> guards = new ArrayList<>();
    private final Map<Integer, Call> callsByPlace = new HashMap<>();

    void add(Call call) {
        calls.add(call);
        callsByPlace.put(call.at(), call);
    }

    Call callAt(Source.Result result) {
        return callsByPlace.get(result.at());
    }

    /** The sources of {@code value}, and of the elements where it is an array made here. */
    Set<Source> spread(Value value) {
        Set<Source> all = new LinkedHashSet<>(value.sources());
        value.all(Source.Array.class)
                .forEach(array -> arrays.getOrDefault(array.at(), List.of()).forEach(e -> all.addAll(e.sources())));
        return all;
    }

    /** Whether {@code call} stands where its receiver has been seen to be done. */
    boolean isGuarded(Call call) {
        return guards.stream()
                .anyMatch(guard -> guard.from() < call.at()
                        && call.at() < guard.to()
                        && call.value(0).equals(guard.future()));
    }

    /** Between these instructions {@code future} is known to be done. */
    record Guard(Value future, int from, int to) {}
}
