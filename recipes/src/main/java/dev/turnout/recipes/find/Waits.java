// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** Which methods may wait: those that call something that blocks, directly or through others. */
final class Waits {
    private final Function<MethodInfo, Facts> facts;
    private final Set<MethodInfo> waiting = new HashSet<>();
    private final Set<MethodInfo> others = new HashSet<>();

    Waits(Function<MethodInfo, Facts> facts) {
        this.facts = facts;
    }

    boolean is(MethodInfo method) {
        if (waiting.contains(method) || others.contains(method)) {
            return waiting.contains(method);
        }
        Set<MethodInfo> seen = new LinkedHashSet<>(Set.of(method));
        Deque<MethodInfo> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            MethodInfo next = open.pop();
            if (waiting.contains(next) || waitsItself(next)) {
                waiting.add(method);
                return true;
            }
            for (Found found : facts.apply(next).found()) {
                for (MethodInfo body : found.bodies()) {
                    if (!others.contains(body) && seen.add(body)) {
                        open.push(body);
                    }
                }
            }
        }
        others.addAll(seen); // whatever they lead to has been seen, and nothing of it waits
        return false;
    }

    private boolean waitsItself(MethodInfo method) {
        return Decider.isFacade(method)
                || method.isTransactional()
                || facts.apply(method).found().stream().anyMatch(Found::isLeaf)
                || facts.apply(method).events().stream()
                        .anyMatch(event -> Contexts.TRANSACTION.equals(event.context())
                                || Contexts.TEMPLATE.equals(event.context()));
    }
}
