// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.Set;
import java.util.TreeSet;

/** Which rows of the table a program has, and which of them stand directly in which. */
final class Shapes {
    private static final Set<Integer> TRIES = Set.of(9, 10, 11);

    /** Rows that are about something else than where the wait stands. */
    private static final Set<Integer> ANYWHERE = Set.of(16, 19, 20, 30);

    private static final Set<Integer> LAMBDAS = Set.of(13, 28, 29);

    private final Set<Integer> rows = new TreeSet<>();
    private final Set<Nesting> nestings = new TreeSet<>();

    private Shapes() {}

    static Shapes of(Program program) {
        Shapes shapes = new Shapes();
        shapes.visit(program.root(), Set.of(), false);
        shapes.rows.add(35);
        return shapes;
    }

    Set<Integer> rows() {
        return rows;
    }

    Set<Nesting> nestings() {
        return nestings;
    }

    private void visit(Node node, Set<Integer> around, boolean inTry) {
        boolean waits = node.waits();
        node.rows().stream().filter(row -> waits || ANYWHERE.contains(row)).forEach(rows::add);
        if (!waits) {
            node.children().forEach(child -> visit(child, around, inTry));
            return;
        }
        Set<Integer> own = shapes(node, inTry);
        own.forEach(inner -> around.forEach(outer -> nestings.add(new Nesting(outer, inner))));
        rows.addAll(own);
        boolean isTry = own.stream().anyMatch(TRIES::contains);
        Set<Integer> below = below(node, own, around);
        boolean method = node.kind() == Node.Kind.MEMBER;
        node.children().forEach(child -> visit(child, below, !method && (inTry || isTry)));
    }

    /** What the pieces of {@code node} stand in. A straight line is also in what it stands in. */
    private static Set<Integer> below(Node node, Set<Integer> own, Set<Integer> around) {
        if (node.kind() == Node.Kind.MEMBER || node.rows().stream().anyMatch(LAMBDAS::contains)) {
            return Set.of();
        }
        if (own.equals(Set.of(1))) {
            Set<Integer> both = new TreeSet<>(around);
            both.add(1);
            return both;
        }
        if (own.isEmpty()) {
            return around;
        }
        return own;
    }

    private static Set<Integer> shapes(Node node, boolean inTry) {
        Set<Integer> own = new TreeSet<>(node.rows());
        own.retainAll(Nesting.SHAPES);
        if (isStraight(node)) {
            own.add(1);
        }
        if (inTry && own.stream().anyMatch(TRIES::contains)) {
            own.add(15);
        }
        return own;
    }

    /** Whether it is several statements, one of which waits and is no branch, loop or try. */
    private static boolean isStraight(Node node) {
        return node.kind() == Node.Kind.BLOCK
                && node.children().size() > 1
                && node.children().stream()
                        .anyMatch(child -> child.waits() && child.rows().isEmpty());
    }
}
