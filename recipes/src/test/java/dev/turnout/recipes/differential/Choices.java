// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.statement;
import static dev.turnout.recipes.differential.Node.value;

import dev.turnout.recipes.differential.Place.Target;
import dev.turnout.recipes.differential.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Writes what goes one way or another: if, switch in its forms, patterns, variables that get their value on each way. */
final class Choices {
    private final Grammar grammar;
    private final Dice dice;

    Choices(Grammar grammar) {
        this.grammar = grammar;
        this.dice = grammar.dice;
    }

    Node branch(Place place, boolean waiting) {
        boolean inCondition = waiting && (grammar.wishes.inValue() != 0 && dice.percent(60) || dice.percent(25));
        Node condition = inCondition
                ? grammar.values.of(Type.BOOLEAN, place, true)
                : grammar.values.plain(Type.BOOLEAN, place, 1);
        boolean inYes = waiting && (!inCondition || dice.percent(30));
        Node yes = grammar.statements.block(place, inYes);
        if (dice.percent(45)) {
            return statement("if (", condition, ") ", yes).row(5);
        }
        boolean chained = grammar.rich() && dice.percent(25);
        Node no = chained ? branch(place, waiting) : grammar.statements.block(place, waiting && dice.percent(40));
        return statement("if (", condition, ") ", yes, Node.clause(" else ", no))
                .row(5)
                .completes(yes.completes() || no.completes());
    }

    /** A switch as a statement, old or with arrows. */
    Node choice(Place place) {
        return dice.percent(60) ? old(place) : arrows(place);
    }

    private Node selector(Place place, boolean text) {
        boolean waiting = grammar.wishes.next() == 0 && dice.percent(30);
        Type type = text ? Type.TEXT : Type.INT;
        return waiting ? grammar.values.of(type, place, true) : grammar.values.plain(type, place, 1);
    }

    private static String label(boolean text, int number) {
        return text ? "\"" + "abcdefgh".substring(0, number) + "\"" : String.valueOf(number);
    }

    private Node old(Place place) {
        boolean text = dice.percent(20);
        Node selector = selector(place, text);
        Target target = new Target(null, Target.Kind.SWITCH);
        Place inside = place.into(target);
        List<Object> parts = new ArrayList<>(List.of("switch (", selector, ") {\n"));
        int groups = dice.between(2, 4);
        Scope taken = inside.scope().inner();
        int waiting = dice.below(groups);
        int defaultAt = dice.percent(70) ? dice.percent(80) ? groups - 1 : dice.below(groups) : -1;
        boolean lastCompletes = true;
        for (int i = 0; i < groups; i++) {
            List<Object> group = new ArrayList<>();
            group.add(i == defaultAt ? "default:\n" : "case " + label(text, i) + ":\n");
            if (i != defaultAt && dice.percent(20)) {
                group.add("case " + label(text, i + 4) + ":\n");
            }
            boolean braces = dice.percent(60);
            // Names of a group without braces are taken in the next ones, but have no value there.
            Place own = new Place(
                    braces ? taken.inner() : taken, inside.targets(), inside.result(), inside.thrown(), inside.depth());
            List<Node> body = grammar.statements.list(own, i == waiting || dice.percent(30));
            lastCompletes = body.get(body.size() - 1).completes();
            if (lastCompletes && dice.percent(55)) {
                target.broken = true;
                body.add(statement("break;").completes(false));
                lastCompletes = false;
            }
            if (braces) {
                group.add(Node.block(body));
                group.add("\n");
            } else {
                body.forEach(one -> {
                    group.add(one);
                    group.add("\n");
                });
                taken = taken.withoutValues(inside.scope());
            }
            parts.add(Node.clause(group.toArray()));
        }
        parts.add("}");
        return statement(parts.toArray()).row(6).completes(defaultAt < 0 || lastCompletes || target.broken);
    }

    private Node arrows(Place place) {
        boolean text = dice.percent(20);
        Node selector = selector(place, text);
        Target target = new Target(null, Target.Kind.SWITCH);
        Place inside = place.into(target);
        List<Object> parts = new ArrayList<>(List.of("switch (", selector, ") {\n"));
        int arms = dice.between(2, 4);
        int waiting = dice.below(arms);
        boolean whole = dice.percent(70);
        boolean completes = !whole;
        for (int i = 0; i < arms; i++) {
            String label = whole && i == arms - 1
                    ? "default"
                    : "case " + label(text, i) + (dice.percent(20) ? ", " + label(text, i + 4) : "");
            boolean waits = i == waiting || dice.percent(30);
            if (dice.percent(20) && grammar.wishes.next() == 0) {
                Node call = waits
                        ? value(Type.VOID, place.effects(), ".ask(\"", grammar.key(), "\").join()")
                                .awaits()
                        : value(Type.VOID, place.effects(), ".note(\"", grammar.key(), "\")");
                parts.add(Node.clause(label, " -> ", call, ";\n"));
                completes = true;
            } else {
                Node block = grammar.statements.block(inside, waits);
                completes |= block.completes();
                parts.add(Node.clause(label, " -> ", block, "\n"));
            }
        }
        parts.add("}");
        return statement(parts.toArray()).row(6).completes(completes || target.broken);
    }

    /** A switch that has a value. */
    Node expression(Type type, Place place) {
        boolean text = dice.percent(20);
        Node selector = selector(place, text);
        boolean old = dice.percent(25);
        List<Object> parts = new ArrayList<>(List.of("(switch (", selector, ") {\n"));
        int arms = dice.between(2, 3);
        int waiting = dice.below(arms);
        for (int i = 0; i < arms; i++) {
            boolean waits = i == waiting || dice.percent(25);
            String label = (i == arms - 1 ? "default" : "case " + label(text, i)) + (old ? ": " : " -> ");
            boolean inBlock = old
                    || grammar.wishes.next() != 0 && grammar.wishes.inValue() == 0
                    || grammar.rich() && dice.percent(35);
            Node arm = inBlock
                    ? yields(type, place.closed(), waits)
                    : value(type, grammar.values.of(type, place.closed(), waits), ";");
            parts.add(Node.value(Type.VOID, label, arm, "\n"));
        }
        parts.add("})");
        return value(type, parts.toArray()).row(6);
    }

    private Node yields(Type type, Place place, boolean waiting) {
        boolean inValue = grammar.wishes.inValue() != 0 || dice.percent(50);
        List<Node> body = new ArrayList<>(grammar.statements.list(place, waiting && !inValue));
        if (!body.get(body.size() - 1).completes()) {
            return Node.block(body);
        }
        body.add(statement("yield ", grammar.values.of(type, place, waiting && inValue), ";")
                .completes(false));
        return Node.block(body);
    }

    /** A variable that has its value from each of two or more ways. */
    Node definite(Place place) {
        Type type = dice.one(Type.INT, Type.TEXT, Type.LONG, Type.BOOLEAN);
        Scope before = place.scope();
        boolean fixed = dice.percent(50);
        Node condition = grammar.values.plain(Type.BOOLEAN, place, 1);
        Place yes = place.deeper();
        Place no = place.deeper();
        Variable variable = before.declare(dice, type, true);
        return statement(
                        (fixed ? "final " : "") + type.java + " " + variable.name() + ";\nif (",
                        condition,
                        ") ",
                        arm(variable, yes, true),
                        " else ",
                        arm(variable, no, dice.percent(40)))
                .row(17);
    }

    private Node arm(Variable variable, Place place, boolean waiting) {
        // The variable has no value yet, and must not be read: the arm knows it by a scope of nothing but its name.
        Place blind = new Place(
                hiding(place.scope(), variable), place.targets(), place.result(), place.thrown(), place.depth());
        List<Node> body = new ArrayList<>();
        if (dice.percent(40)) {
            body.add(statement(blind.effects(), ".note(\"", grammar.key(), "\");"));
        }
        body.add(statement(variable.name(), " = ", grammar.values.of(variable.type(), blind, waiting), ";"));
        return Node.block(body);
    }

    private static Scope hiding(Scope scope, Variable variable) {
        Scope inside = Scope.ofMethod();
        scope.all(one -> one != variable).forEach(inside::add);
        inside.add(Variable.taken(variable.name()));
        return inside;
    }

    /** A test that gives a value its type. */
    Node pattern(Place place) {
        Node any = grammar.values.plain(Type.OBJECT, place, 0);
        Variable object = place.scope().declare(dice, Type.OBJECT, true);
        boolean text = dice.percent(60);
        Type type = text ? Type.TEXT : Type.BOX;
        String head = "Object " + object.name() + " = ";
        if (dice.percent(45)) {
            Place inside = place.deeper();
            Variable found = inside.scope().declare(dice, type, true);
            String test = object.name() + " instanceof " + type.java + " " + found.name();
            boolean inCondition = dice.percent(60);
            Node condition = inCondition
                    ? grammar.values.of(Type.BOOLEAN, inside, true)
                    : grammar.values.plain(Type.BOOLEAN, inside, 0);
            Node yes = grammar.statements.block(inside, !inCondition || dice.percent(40));
            return statement(head, any, ";\nif (" + test + " && ", condition, ") ", yes)
                    .row(18);
        }
        Node jump =
                grammar.statements.jump(new Place(place.scope(), place.targets(), place.result(), place.thrown(), 9));
        if (jump == null) {
            return statement(head, any, ";\n", grammar.statements.simple(place));
        }
        boolean alsoWaits = dice.percent(50);
        String name = place.scope().reserve(dice);
        Node further =
                alsoWaits ? grammar.values.of(Type.BOOLEAN, place, true) : grammar.values.plain(Type.BOOLEAN, place, 0);
        Variable found = place.scope().declare(name, type, true);
        String test = "!(" + object.name() + " instanceof " + type.java + " " + found.name() + ")";
        return statement(
                        head,
                        any,
                        ";\nif (" + test + " || ",
                        further,
                        ") ",
                        Node.block(List.of(jump)),
                        "\n",
                        statement(place.effects(), ".note(\"", grammar.key(), "\", ", found.name(), ");"))
                .row(18);
    }
}
