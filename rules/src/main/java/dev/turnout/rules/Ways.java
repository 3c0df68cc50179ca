// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/** Which of the ways that lead to a call are such as a thread can take, and the best among them. */
final class Ways {
    /**
     * Steps of a way, beyond which it is a guess: each is one that need not be taken in the state that is there. Helpers
     * of one class, which nobody can override, are no steps.
     */
    private static final int MAX_STEPS = 6;

    /** The same from a task, of which the user has said what it is. */
    private static final int MAX_STEPS_OF_TASKS = 12;

    /** Entries whose way is looked at, nearest first, before the nearest is told as a guess. */
    private static final int TRIED = 32;

    private final Scope scope;
    private final Graph graph;
    private final Map<Method, List<String>> objects = new HashMap<>();

    Ways(Scope scope, Graph graph) {
        this.scope = scope;
        this.graph = graph;
    }

    /** The entry with the surest, then the nearest way; one that can be gone comes first. {@code met} is not empty. */
    Entry nearest(List<Entry> met, Map<Method, Search.Step> steps) {
        Comparator<Entry> order = order(steps);
        Entry first = met.stream().min(order).orElseThrow();
        if (isOpen(first.method(), steps)) {
            return first;
        }
        return met.stream()
                .sorted(order)
                .limit(TRIED)
                .filter(entry -> isOpen(entry.method(), steps))
                .findFirst()
                .orElse(first);
    }

    private static Comparator<Entry> order(Map<Method, Search.Step> steps) {
        return Comparator.<Entry, Confidence>comparing(e -> byLength(e, steps))
                .thenComparing(Entry::kind)
                .thenComparing(e -> steps.get(e.method()).depth())
                .thenComparing(Entry::address);
    }

    /** How sure the way from {@code entry} is: a guess if it is long, or if no object runs all that it goes through. */
    Confidence grade(Entry entry, Map<Method, Search.Step> steps) {
        return isOpen(entry.method(), steps) ? byLength(entry, steps) : Confidence.POSSIBLE;
    }

    private static Confidence byLength(Entry entry, Map<Method, Search.Step> steps) {
        Search.Step step = steps.get(entry.method());
        int most = entry.isTask() ? MAX_STEPS_OF_TASKS : MAX_STEPS;
        boolean isLong = step.depth() > most && length(entry.method(), steps) > most;
        return isLong ? Confidence.POSSIBLE : step.grade();
    }

    private static int length(Method from, Map<Method, Search.Step> steps) {
        int length = 0;
        Method at = from;
        for (Method.Edge next = steps.get(at).next();
                next != null;
                next = steps.get(at).next()) {
            Method to = next.to();
            boolean helper = to.owner.equals(at.owner)
                    && !to.isLambda()
                    && (to.is(Opcodes.ACC_PRIVATE) || to.isStatic() || to.is(Opcodes.ACC_FINAL));
            length += helper ? 0 : 1;
            at = to;
        }
        return length;
    }

    /** Whether one class of objects runs each run of methods that call each other on {@code this}. */
    private boolean isOpen(Method from, Map<Method, Search.Step> steps) {
        if (!callsItself(from, steps)) {
            return true;
        }
        List<String> types = objectsOf(from);
        for (Method.Edge next = steps.get(from).next();
                next != null;
                next = steps.get(next.to()).next()) {
            Method to = next.to();
            boolean own = next.onThis() && !types.isEmpty();
            types = own ? types.stream().filter(type -> scope.runs(type, to)).toList() : objectsOf(to);
            if (own && types.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean callsItself(Method from, Map<Method, Search.Step> steps) {
        for (Method.Edge next = steps.get(from).next();
                next != null;
                next = steps.get(next.to()).next()) {
            if (next.onThis() && !next.to().isLambda()) {
                return true;
            }
        }
        return false;
    }

    /** Classes of the scope whose objects run {@code method}; none where that is not known. */
    private List<String> objectsOf(Method method) {
        return objects.computeIfAbsent(
                method,
                m -> scope.concrete(m.owner).stream()
                        .filter(type -> scope.runs(type, m))
                        .toList());
    }

    /** Whether the way from {@code entry} goes through a continuation: the method has returned by then. */
    boolean endsBefore(Entry entry, Map<Method, Search.Step> steps) {
        Method.Edge next = steps.get(entry.method()).next();
        while (next != null) {
            if (graph.continuations().containsKey(next.to())) {
                return true;
            }
            next = steps.get(next.to()).next();
        }
        return false;
    }
}
