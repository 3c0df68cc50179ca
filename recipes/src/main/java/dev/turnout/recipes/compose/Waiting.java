// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.J;

/** Which trees of a method have a place in them that waits. */
final class Waiting {
    private final Set<UUID> sites;
    private final Set<UUID> known = new HashSet<>();
    private final Set<UUID> waiting = new HashSet<>();

    private Waiting(Set<UUID> sites) {
        this.sites = sites;
    }

    static Waiting in(J method, Set<UUID> sites) {
        Waiting waiting = new Waiting(sites);
        waiting.read(method);
        return waiting;
    }

    /** Whether something in {@code tree} waits; it may be new, made of trees of the method. */
    boolean in(J tree) {
        if (!known.contains(tree.getId())) {
            read(tree);
        }
        return waiting.contains(tree.getId());
    }

    private void read(J tree) {
        new JavaVisitor<Integer>() {
            private boolean found;

            @Override
            public @Nullable J visit(@Nullable Tree inner, Integer p) {
                if (inner == null) {
                    return null;
                }
                boolean before = found;
                found = sites.contains(inner.getId());
                J visited = super.visit(inner, p);
                known.add(inner.getId());
                if (found) {
                    waiting.add(inner.getId());
                }
                found |= before;
                return visited;
            }
        }.visit(tree, 0);
    }
}
