// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import org.jspecify.annotations.Nullable;

/** A way out of statements, other than over their end. A {@code yield} is what a return is, for its switch. */
record Jump(Kind kind, @Nullable String label) {
    /** What it does. */
    enum Kind {
        RETURN,
        BREAK,
        CONTINUE
    }

    static final Jump RETURN = new Jump(Kind.RETURN, null);
    static final Jump BREAK = new Jump(Kind.BREAK, null);
    static final Jump CONTINUE = new Jump(Kind.CONTINUE, null);

    /** The field that says that it was taken. */
    String flag() {
        String done = switch (kind) {
            case RETURN -> "returned";
            case BREAK -> "broken";
            case CONTINUE -> "continued";
        };
        return label == null ? done : done + Names.upper(label);
    }
}
