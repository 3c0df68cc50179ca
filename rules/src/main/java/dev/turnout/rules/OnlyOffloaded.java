// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/**
 * Methods that return a stage, are hidden from other code, and that nobody calls but functions which run where they may
 * wait, or of which nobody knows where they run. Such a method promises nothing to anybody.
 */
final class OnlyOffloaded {
    private final Map<Method, List<Method.Edge>> into = new HashMap<>();
    /** Those who are seen to call, without those who keep the object for somebody. */
    private final Map<Method, Set<Method>> callers = new HashMap<>();

    private final Set<Method> found = new HashSet<>();

    private final Scope scope;

    private OnlyOffloaded(Graph graph, Scope scope) {
        this.scope = scope;
        for (Method from : graph.nodes()) {
            for (Method.Edge edge : from.edges) {
                into.computeIfAbsent(edge.to(), m -> new ArrayList<>()).add(edge);
                if (edge.grade() != Confidence.POSSIBLE) {
                    callers.computeIfAbsent(edge.to(), m -> new HashSet<>()).add(from);
                }
            }
        }
    }

    /** Those of {@code stages} that are so. */
    static Set<Method> among(Set<Method> stages, Graph graph, Scope scope) {
        if (stages.isEmpty()) {
            return stages;
        }
        OnlyOffloaded only = new OnlyOffloaded(graph, scope);
        List<Method> open = new ArrayList<>(graph.nodes());
        open.removeIf(node -> !node.isLambda() && !scope.isHidden(node));
        while (open.removeIf(node -> only.runsElsewhere(graph, node) && only.found.add(node))) {
            continue; // a hidden method of that kind may be the only caller of the next
        }
        only.found.retainAll(stages);
        return only.found;
    }

    private boolean runsElsewhere(Graph graph, Method node) {
        if (graph.continuations().containsKey(node)) {
            return false;
        }
        if (node.isLambda()) {
            return into.containsKey(node)
                    ? into.get(node).stream().allMatch(edge -> edge.grade() == Confidence.POSSIBLE)
                    : graph.offloads().containsKey(node);
        }
        boolean given = graph.offloads().containsKey(node);
        boolean promised = node.is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED) && scope.isPromisedOutside(node);
        return (given || (into.containsKey(node) && !promised))
                && callers.getOrDefault(node, Set.of()).stream()
                        .allMatch(caller -> caller == node || found.contains(caller));
    }
}
