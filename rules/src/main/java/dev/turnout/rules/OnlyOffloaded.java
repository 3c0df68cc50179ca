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
 * Private methods that return a stage and that nobody calls but functions which run where they may wait, or of which
 * nobody knows where they run. Such a method promises nothing to anybody.
 */
final class OnlyOffloaded {
    private final Map<Method, List<Method.Edge>> into = new HashMap<>();
    private final Map<Method, Set<Method>> callers = new HashMap<>();
    private final Set<Method> found = new HashSet<>();

    private OnlyOffloaded(Graph graph) {
        for (Method from : graph.nodes()) {
            for (Method.Edge edge : from.edges) {
                into.computeIfAbsent(edge.to(), m -> new ArrayList<>()).add(edge);
                callers.computeIfAbsent(edge.to(), m -> new HashSet<>()).add(from);
            }
        }
    }

    static Set<Method> in(Graph graph) {
        OnlyOffloaded only = new OnlyOffloaded(graph);
        boolean more = true;
        while (more) {
            more = false;
            for (Method node : graph.nodes()) {
                if (!only.found.contains(node) && only.runsElsewhere(graph, node)) {
                    only.found.add(node);
                    more = true;
                }
            }
        }
        only.found.removeIf(Method::isLambda);
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
        return node.is(Opcodes.ACC_PRIVATE)
                && callers.containsKey(node)
                && callers.get(node).stream().allMatch(found::contains);
    }
}
