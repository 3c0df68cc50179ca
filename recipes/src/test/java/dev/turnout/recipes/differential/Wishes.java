// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Shapes that a program shall have, the outer before the inner; the rest of it is chance. */
final class Wishes {
    private static final Set<Integer> IN_VALUES = Set.of(2, 3, 4, 6, 12, 13, 29);
    private final Deque<Integer> open;

    Wishes(List<Integer> shapes) {
        open = new ArrayDeque<>(shapes);
    }

    /** The next one, or 0. */
    int next() {
        return open.isEmpty() ? 0 : open.peek();
    }

    /** The next one if a value can have that shape, or 0. */
    int inValue() {
        return IN_VALUES.contains(next()) ? next() : 0;
    }

    /** Whether the next two are these. */
    boolean are(int outer, int inner) {
        return List.copyOf(open).equals(List.of(outer, inner));
    }

    void take() {
        open.pop();
    }
}
