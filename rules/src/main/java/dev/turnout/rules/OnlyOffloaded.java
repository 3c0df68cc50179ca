// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;

/**
 * Methods that return a stage, are hidden from other code, and that nobody calls but functions which run where they may
 * wait. Such a method promises nothing to anybody. A private one is so too if nobody knows where those functions run; one
 * that its package can call may be what a framework calls.
 */
final class OnlyOffloaded {
    private final Scope scope;
    private final Graph graph;
    private final Map<Method, List<Method.Edge>> into = new HashMap<>();
    /** Those who are seen to call, and those who keep the object for somebody. */
    private final Map<Method, Set<Method>> callers = new HashMap<>();

    private final Map<Method, Set<Method>> sureCallers = new HashMap<>();
    private final Set<Method> found = new HashSet<>();

    private OnlyOffloaded(Graph graph, Scope scope) {
        this.scope = scope;
        this.graph = graph;
        for (Method from : graph.nodes()) {
            for (Method.Edge edge : from.edges) {
                into.computeIfAbsent(edge.to(), m -> new ArrayList<>()).add(edge);
                callers.computeIfAbsent(edge.to(), m -> new HashSet<>()).add(from);
                if (edge.grade() != Confidence.POSSIBLE) {
                    sureCallers.computeIfAbsent(edge.to(), m -> new HashSet<>()).add(from);
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
        only.find(scope::isHidden, only::surelyRunsElsewhere);
        only.find(method -> method.is(Opcodes.ACC_PRIVATE), only::runsElsewhere);
        only.found.retainAll(stages);
        return only.found;
    }

    private void find(Predicate<Method> hidden, Predicate<Method> runsElsewhere) {
        List<Method> open = new ArrayList<>(graph.nodes());
        open.removeIf(node -> found.contains(node)
                || graph.continuations().containsKey(node)
                || (!node.isLambda() && !hidden.test(node)));
        while (open.removeIf(node -> runsElsewhere.test(node) && found.add(node))) {
            continue; // a method of that kind may be the only caller of the next
        }
    }

    private boolean surelyRunsElsewhere(Method node) {
        boolean given = graph.offloads().containsKey(node);
        boolean promised = node.is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED) && scope.isPromisedOutside(node);
        if (node.isLambda()) {
            return given && !into.containsKey(node);
        }
        return (given || (sureCallers.containsKey(node) && !promised)) && areFound(node, sureCallers);
    }

    private boolean runsElsewhere(Method node) {
        if (node.isLambda()) {
            return into.containsKey(node)
                    ? into.get(node).stream().allMatch(edge -> edge.grade() == Confidence.POSSIBLE)
                    : graph.offloads().containsKey(node);
        }
        return callers.containsKey(node) && areFound(node, callers);
    }

    private boolean areFound(Method node, Map<Method, Set<Method>> of) {
        return of.getOrDefault(node, Set.of()).stream().allMatch(caller -> caller == node || found.contains(caller));
    }
}
