// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Goes backwards from the methods that wait, breadth first, so that each method is met once and the path found is the
 * shortest of its grade. Sure edges are taken before likely ones, and those before guesses.
 */
final class Search {
    /** Targets of a call, above which a path through one of them is a guess. */
    static final int MAX_TARGETS = 3;

    private final Map<Method, List<Incoming>> incoming = new HashMap<>();

    private final Set<Method> waiting;

    /** Ways through exempt methods are left out. */
    Search(Collection<Method> nodes) {
        for (Method node : nodes) {
            for (Method.Edge edge : node.edges) {
                if (!node.isExempt() && !edge.to().isExempt()) {
                    incoming.computeIfAbsent(edge.to(), m -> new ArrayList<>(2))
                            .add(new Incoming(node, edge, edge.grade()));
                }
            }
        }
        waiting = surely(nodes, Search::waits);
        Set<Method> blocking = surely(nodes, Search::counts);
        incoming.values().forEach(steps -> steps.replaceAll(step -> step.graded(blocking)));
    }

    /** The methods that surely come to a sink of which {@code counts} holds. */
    private Set<Method> surely(Collection<Method> nodes, Predicate<Method.Sink> counts) {
        Set<Method> found = new HashSet<>();
        nodes.stream().filter(node -> node.sinks.stream().anyMatch(counts)).forEach(found::add);
        Deque<Method> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (Incoming step : waysInto(open.removeFirst())) {
                boolean sure = step.edge().siblings().size() == 1 && step.grade() == Confidence.CERTAIN;
                if (sure && found.add(step.from())) {
                    open.add(step.from());
                }
            }
        }
        return found;
    }

    private static boolean counts(Method.Sink sink) {
        return waits(sink) || (sink.rule() == Rule.TRN401 && sink.grade() != Confidence.POSSIBLE);
    }

    private static boolean waits(Method.Sink sink) {
        return (sink.rule().isWait() || sink.rule() == Rule.TRN407)
                && sink.rule().severity() == Severity.ERROR
                && sink.grade() != Confidence.POSSIBLE;
    }

    /** Methods that surely come to a wait. */
    Set<Method> waiting() {
        return waiting;
    }

    /** {@code methods}, and what can be reached from them. */
    static Set<Method> from(Collection<Method> methods) {
        Set<Method> met = new HashSet<>(methods);
        Deque<Method> open = new ArrayDeque<>(met);
        while (!open.isEmpty()) {
            for (Method.Edge edge : open.removeFirst().edges) {
                if (met.add(edge.to())) {
                    open.add(edge.to());
                }
            }
        }
        return met;
    }

    /** The same on ways that are at least likely. */
    static Set<Method> surelyFrom(Collection<Method> methods) {
        Set<Method> met = new HashSet<>(methods);
        Deque<Method> open = new ArrayDeque<>(met);
        while (!open.isEmpty()) {
            for (Method.Edge edge : open.removeFirst().edges) {
                boolean sure =
                        edge.grade() != Confidence.POSSIBLE && edge.siblings().size() <= MAX_TARGETS;
                if (sure && met.add(edge.to())) {
                    open.add(edge.to());
                }
            }
        }
        return met;
    }

    /** How each method that reaches {@code target} does so. */
    Map<Method, Step> into(Method target) {
        Map<Method, Step> steps = new LinkedHashMap<>(); // the same path each time
        steps.put(target, new Step(null, Confidence.CERTAIN, 0));
        for (Confidence grade : Confidence.values()) {
            Deque<Method> open = new ArrayDeque<>(steps.keySet());
            while (!open.isEmpty()) {
                Method at = open.removeFirst();
                int depth = steps.get(at).depth() + 1;
                for (Incoming step : waysInto(at)) {
                    if (step.grade().compareTo(grade) <= 0 && !steps.containsKey(step.from())) {
                        steps.put(step.from(), new Step(step.edge(), grade, depth));
                        open.add(step.from());
                    }
                }
            }
        }
        return steps;
    }

    private List<Incoming> waysInto(Method method) {
        return incoming.getOrDefault(method, List.of());
    }

    /**
     * The way on from a method.
     *
     * @param next null at the target
     * @param grade of the whole way
     * @param depth steps from here to the target
     */
    record Step(Method.@Nullable Edge next, Confidence grade, int depth) {}

    private record Incoming(Method from, Method.Edge edge, Confidence grade) {
        /** Two or three targets are likely if all of them surely block, else a guess. */
        Incoming graded(Set<Method> blocking) {
            if (edge.siblings().size() < 2) {
                return this;
            }
            boolean likely = edge.siblings().size() <= MAX_TARGETS && blocking.containsAll(edge.siblings());
            return new Incoming(from, edge, grade.and(likely ? Confidence.LIKELY : Confidence.POSSIBLE));
        }
    }
}
