// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One of the shapes 1 to 12 and 15 of the table in another.
 *
 * @param outer number of the shape around
 * @param inner number of the shape in it
 */
record Nesting(int outer, int inner) implements Comparable<Nesting> {
    static final List<Integer> SHAPES = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15);

    /** Shapes of expressions. What stands in one is an expression too; a statement only in a switch with a value (6). */
    private static final Set<Integer> VALUES = Set.of(2, 3, 4, 12);

    private static final Set<Integer> OF_VALUES = Set.of(2, 3, 4, 6, 12);

    /** All that Java allows. */
    static final List<Nesting> POSSIBLE = all(true);

    /** The others: a statement directly in an expression. */
    static final List<Nesting> IMPOSSIBLE = all(false);

    /** One after the other by the number. */
    static Nesting of(long number) {
        return POSSIBLE.get((int) Math.floorMod(number, (long) POSSIBLE.size()));
    }

    List<Integer> shapes() {
        return List.of(outer, inner);
    }

    private boolean possible() {
        return !VALUES.contains(outer) || OF_VALUES.contains(inner);
    }

    private static List<Nesting> all(boolean possible) {
        List<Nesting> all = new ArrayList<>();
        for (int outer : SHAPES) {
            for (int inner : SHAPES) {
                Nesting nesting = new Nesting(outer, inner);
                if (nesting.possible() == possible) {
                    all.add(nesting);
                }
            }
        }
        return List.copyOf(all);
    }

    @Override
    public int compareTo(Nesting other) {
        return outer != other.outer ? outer - other.outer : inner - other.inner;
    }

    @Override
    public String toString() {
        return outer + ">" + inner;
    }
}
