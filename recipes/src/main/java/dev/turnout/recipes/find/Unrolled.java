// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.J;

/** Calls in the lambdas of streams and Optionals, taken by themselves where the compiler can take these apart. */
final class Unrolled {
    private final BodyCompiler compiler;

    Unrolled(BodyCompiler compiler) {
        this.compiler = compiler;
    }

    /** The calls of a body; {@code becomesStage} tells of a call by itself whether it has an async form. */
    List<Found> of(List<Found> found, Predicate<Found> becomesStage) {
        Set<UUID> apart = new HashSet<>();
        for (Found one : found) {
            if (one.inLambda()
                    && one.hazard() == Reason.NONE
                    && !apart.contains(one.whole().getId())) {
                Set<UUID> calls = new HashSet<>();
                found.stream()
                        .filter(other ->
                                other.whole().getId().equals(one.whole().getId()))
                        .forEach(other -> calls.add(other.call().getId()));
                if (becomesStage.test(one.alone()) && compiler.unrolls(one.whole(), holds(calls))) {
                    apart.add(one.whole().getId());
                }
            }
        }
        return found.stream()
                .map(one -> apart.contains(one.whole().getId()) ? one.alone() : one)
                .toList();
    }

    private static Predicate<J.Lambda> holds(Set<UUID> calls) {
        return lambda -> {
            boolean[] holds = {false};
            new JavaVisitor<Integer>() {
                @Override
                public J visit(Tree tree, Integer p) {
                    holds[0] |= tree != null && calls.contains(tree.getId());
                    return super.visit(tree, p);
                }
            }.visit(lambda, 0);
            return holds[0];
        };
    }
}
