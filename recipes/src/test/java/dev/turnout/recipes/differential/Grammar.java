// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What writes one program, and what its parts share: chance, wishes, names, and how much is left to write. */
final class Grammar {
    final Dice dice;
    final Wishes wishes;
    final Values values;
    final Choices choices;
    final Chains chains;
    final Helpers helpers;
    final Statements statements;
    final Loops loops;
    final Tries tries;

    /** Codes of refusals that something in the program may bring. */
    final Set<String> refusals = new LinkedHashSet<>();

    /** Whether something in it can be handed to a blocking thread only. */
    boolean offloads;

    /**
     * Whether no try may stand here: javac 17 fails on one in a switch with a value, where that is the right side of a
     * compound assignment.
     */
    boolean withoutTry;

    private int fuel;
    private int keys;
    private int labels;

    Grammar(Dice dice, List<Integer> shapes, int fuel) {
        this.dice = dice;
        this.wishes = new Wishes(shapes);
        this.fuel = fuel;
        this.helpers = new Helpers(this);
        this.values = new Values(this);
        this.choices = new Choices(this);
        this.chains = new Chains(this);
        this.loops = new Loops(this);
        this.tries = new Tries(this);
        this.statements = new Statements(this);
    }

    String key() {
        return "k" + ++keys;
    }

    String label() {
        return "label" + ++labels;
    }

    /** Takes from what is left; whether there was enough. */
    boolean spend(int amount) {
        fuel -= amount;
        return fuel > 0;
    }

    boolean rich() {
        return fuel > 0;
    }

    /** A field, by its simple name unless a local hides it. */
    String field(Place place, String name) {
        return place.scope().has(name) ? "this." + name : name;
    }
}
