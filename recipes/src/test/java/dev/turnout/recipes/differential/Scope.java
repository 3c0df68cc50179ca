// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The variables that can be named somewhere. Names are few, so that sibling scopes use the same ones. */
final class Scope {
    /** The second half are names of fields, which locals hide. */
    private static final List<String> NAMES =
            List.of("a", "b", "c", "n", "s", "i", "x", "state", "value", "rest", "count", "total");

    /**
     * A variable.
     *
     * @param frozen whether nothing may be assigned to it
     * @param captured whether lambdas may use it
     */
    record Variable(String name, Type type, boolean frozen, boolean captured) {
        /** A name that is taken, of a variable that has no value here. */
        static Variable taken(String name) {
            return new Variable(name, Type.VOID, true, false);
        }
    }

    private final Scope outer;
    private final List<Variable> variables = new ArrayList<>();

    /** Names used in scopes that are over; shared by all of a method. */
    private final Set<String> over;

    private Scope(Scope outer, Set<String> over) {
        this.outer = outer;
        this.over = over;
    }

    static Scope ofMethod() {
        return new Scope(null, new TreeSet<>());
    }

    Scope inner() {
        return new Scope(this, over);
    }

    Variable declare(Dice dice, Type type, boolean frozen) {
        return declare(reserve(dice), type, frozen);
    }

    /** A name for a variable that gets its value first. */
    String reserve(Dice dice) {
        String name = name(dice);
        variables.add(Variable.taken(name));
        return name;
    }

    /** The variable of a name that was reserved here. */
    Variable declare(String reserved, Type type, boolean frozen) {
        Variable variable = new Variable(reserved, type, frozen, frozen);
        variables.remove(Variable.taken(reserved));
        variables.add(variable);
        return variable;
    }

    /** The counter of a loop, under a name that was reserved, which nothing else changes. */
    void counter(String reserved) {
        variables.remove(Variable.taken(reserved));
        variables.add(new Variable(reserved, Type.INT, true, false));
    }

    void add(Variable variable) {
        variables.add(variable);
    }

    /** A scope in {@code around} in which the names of this one are taken, and mean nothing. */
    Scope withoutValues(Scope around) {
        Scope next = around.inner();
        variables.forEach(one -> next.add(Variable.taken(one.name())));
        return next;
    }

    /** A name that no variable here has; preferably one of a scope that is over. */
    private String name(Dice dice) {
        List<String> used = over.stream().filter(name -> !has(name)).toList();
        String name = !used.isEmpty() && dice.percent(50) ? dice.one(used) : dice.one(NAMES);
        for (int i = 2; has(name); i++) {
            name = dice.one(NAMES) + (i > 4 ? String.valueOf(i) : "");
        }
        over.add(name);
        return name;
    }

    boolean has(String name) {
        return variables.stream().anyMatch(one -> one.name().equals(name)) || outer != null && outer.has(name);
    }

    List<Variable> all(Predicate<Variable> wanted) {
        List<Variable> all = outer == null ? new ArrayList<>() : outer.all(wanted);
        variables.stream().filter(wanted).forEach(all::add);
        return all;
    }
}
