// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the next piece of a program comes to stand.
 *
 * @param scope what can be named
 * @param targets what can be jumped out of, the innermost last
 * @param result what the method returns, or null if it cannot be returned from here
 * @param thrown what may be thrown here
 * @param depth how deep it stands
 */
record Place(Scope scope, List<Target> targets, Type result, Thrown thrown, int depth) {
    /** Which checked exceptions may be thrown. */
    enum Thrown {
        ANY,
        IO,
        NONE
    }

    /** A statement that can be jumped out of. */
    static final class Target {
        /** What it is: a plain break means the innermost that is no block. */
        enum Kind {
            LOOP,
            SWITCH,
            BLOCK
        }

        final String label;
        final Kind kind;
        boolean broken;
        boolean continued;

        Target(String label, Kind kind) {
            this.label = label;
            this.kind = kind;
        }

        boolean loop() {
            return kind == Kind.LOOP;
        }

        boolean bare() {
            return kind != Kind.BLOCK;
        }
    }

    static Place ofMethod(Scope scope, Type result, Thrown thrown) {
        return new Place(scope, List.of(), result, thrown, 0);
    }

    Place deeper() {
        return new Place(scope.inner(), targets, result, thrown, depth + 1);
    }

    Place into(Target target) {
        List<Target> more = new ArrayList<>(targets);
        more.add(target);
        return new Place(scope.inner(), more, result, thrown, depth + 1);
    }

    /** Inside of an expression or where nothing may be jumped out of. */
    Place closed() {
        return new Place(scope.inner(), List.of(), null, thrown, depth + 1);
    }

    /** In a lambda that may throw nothing checked. */
    Place quiet() {
        Scope inside = Scope.ofMethod();
        scope.all(one -> true).forEach(one -> inside.add(one.captured() ? one : Scope.Variable.taken(one.name())));
        return new Place(inside, List.of(), null, Thrown.NONE, depth + 1);
    }

    /** How the effects are written here. */
    String effects() {
        return thrown == Thrown.NONE ? "w.quiet()" : "w";
    }
}
