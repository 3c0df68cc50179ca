// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What a method does, as far as the rules care: its calls, the lambdas it makes, and where values go. */
final class Body {
    static final Body EMPTY = new Body();

    final List<Call> calls = new ArrayList<>();
    final List<Source.Lambda> lambdas = new ArrayList<>();
    final Map<Integer, List<Value>> arrays = new HashMap<>();
    /** The arrays that elements are read from, by the instruction that reads. */
    final Map<Integer, Value> elements = new HashMap<>();

    final List<Value> escaping = new ArrayList<>();
    final List<Call> dropped = new ArrayList<>();
    final List<Guard> guards = new ArrayList<>();
    final List<Exit> returns = new ArrayList<>();
    final List<Raise> raises = new ArrayList<>();
    final List<Held> monitors = new ArrayList<>();
    final List<Held> loops = new ArrayList<>();
    final Set<Integer> nullChecked = new HashSet<>();
    /** Where values come from that are compared with null. */
    final Set<Source> askedWhetherNull = new HashSet<>();

    final List<Assigned> assigned = new ArrayList<>();
    final Set<Source> used = new HashSet<>();
    int firstLine;
    /** Whether there is a handler for every exception, other than {@code finally}. */
    boolean catchesAll;

    final Set<Integer> stored = new HashSet<>();
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

    /** Whether a source of {@code value}, or of its elements where it is an array made here, is one of these. */
    boolean gives(Value value, Predicate<Source> is) {
        for (Source source : value.sources()) {
            if (is.test(source)
                    || (source instanceof Source.Array array
                            && arrays.getOrDefault(array.at(), List.of()).stream()
                                    .anyMatch(element ->
                                            element.sources().stream().anyMatch(is)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code call} stands where its receiver has been seen to be done. */
    boolean isGuarded(Call call, Predicate<Call> asks) {
        return isGuarded(call.value(0), call.at(), asks);
    }

    /** Whether at that instruction {@code value} has been seen to be done. */
    boolean isGuarded(Value value, int at, Predicate<Call> asks) {
        return guards.stream()
                .anyMatch(guard -> guard.from() < at
                        && asks.test(callsByPlace.get(guard.by()))
                        && at < guard.to()
                        && value.equals(guard.future()));
    }

    /** Calls whose result is neither popped nor given to anything: it was put into a variable and left there. */
    List<Call> forgotten() {
        return calls.stream()
                .filter(call -> stored.contains(call.at()))
                .filter(call -> !used.contains(new Source.Result(call.at())))
                .toList();
    }

    /** {@code return value}. */
    record Exit(Value value, int at, int line) {}

    /** {@code field = value}. */
    record Assigned(Source.Field field, Value value) {}

    /** {@code throw new type()}, and what the handlers around it catch. */
    record Raise(String type, Set<String> caught, int at, int line) {}

    /** What is held, or repeated, between these instructions. */
    record Held(Value what, int from, int to, int line) {
        boolean holds(Call call) {
            return from < call.at() && call.at() < to;
        }
    }

    /** Between these instructions {@code future} is done, if that is what the call at {@code by} has asked. */
    record Guard(Value future, int by, int from, int to) {}
}
