// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.statement;

import dev.turnout.recipes.differential.Place.Target;
import dev.turnout.recipes.differential.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Writes loops that wait, in their body or in their head. Each has an effect in its turn, so that none is endless. */
final class Loops {
    private final Grammar grammar;
    private final Dice dice;

    Loops(Grammar grammar) {
        this.grammar = grammar;
        this.dice = grammar.dice;
    }

    /** A for loop with a counter. */
    Node counting(Place place) {
        Target target = target();
        Place head = place.deeper();
        boolean wished = grammar.wishes.inValue() != 0;
        int inHead = wished ? dice.below(4) : dice.below(10);
        String name = head.scope().reserve(dice);
        Node from = inHead == 1 ? grammar.values.of(Type.INT, head, true) : Node.value(Type.INT, "0");
        head.scope().counter(name);
        if (inHead == 9 && !wished) {
            Place inside = in(head, target);
            Node body = body(inside, true);
            return labelled(target, "for (int " + name + " = 0; ; " + name + "++) ", body)
                    .row(7)
                    .completes(target.broken);
        }
        Node most = inHead == 2
                ? grammar.values.of(Type.INT, head, true)
                : dice.percent(20)
                        ? grammar.values.plain(Type.INT, head, 0)
                        : Node.value(Type.INT, String.valueOf(dice.between(1, 3)));
        boolean condition = grammar.wishes.inValue() == 4;
        Node further = condition || dice.percent(10)
                ? Node.clause(" && ", grammar.values.of(Type.BOOLEAN, head, true))
                : Node.clause("");
        String also = dice.percent(15) ? ", " + grammar.field(head, "count") + "++" : "";
        Node step = inHead == 3
                ? Node.value(Type.VOID, name, " += 1 + Math.abs(", grammar.values.of(Type.INT, head, true), ")")
                : Node.value(Type.VOID, dice.one(name + "++", "++" + name, name + " += 1") + also);
        Node body = body(in(head, target), inHead == 0 || inHead > 3 || dice.percent(30));
        return labelled(
                        target,
                        "for (int " + name + " = ",
                        from,
                        "; " + name + " < ",
                        most,
                        further,
                        "; ",
                        step,
                        ") ",
                        body)
                .row(7);
    }

    /** Any other loop. */
    Node other(Place place) {
        return switch (place.thrown() == Place.Thrown.NONE ? 0 : dice.below(7)) {
            case 0, 1 -> loopWhile(place);
            case 2 -> loopDo(place);
            case 3 -> labelledBlock(place);
            default -> each(place);
        };
    }

    private Node loopWhile(Place place) {
        Target target = target();
        int kind = dice.below(5);
        boolean wished = grammar.wishes.inValue() != 0;
        if (kind == 0 && !wished) {
            Node body = body(in(place, target), true);
            return labelled(target, "while (true) ", body).row(8).completes(target.broken);
        }
        List<Variable> open = place.scope().all(one -> !one.frozen() && one.type() == Type.INT);
        if (kind == 1 && !open.isEmpty()) {
            Node value = grammar.values.assigned(dice.one(open), place);
            Node body = body(in(place, target), dice.percent(60));
            return labelled(target, "while ((", value, ") > " + dice.between(1, 3) + ") ", body)
                    .row(8);
        }
        boolean inHead = wished || dice.percent(45);
        Node condition =
                inHead ? grammar.values.of(Type.BOOLEAN, place, true) : grammar.values.plain(Type.BOOLEAN, place, 1);
        Node body = body(in(place, target), !inHead || dice.percent(50));
        return labelled(
                        target,
                        "while (" + place.effects() + ".is(\"" + grammar.key() + "\") && ",
                        condition,
                        ") ",
                        body)
                .row(8);
    }

    private Node loopDo(Place place) {
        Target target = target();
        boolean inHead = grammar.wishes.inValue() != 0 || dice.percent(40);
        Node body = body(in(place, target), !inHead || dice.percent(50));
        if (!body.completes() && !target.continued) {
            return labelled(target, "while (" + place.effects() + ".is(\"" + grammar.key() + "\")) ", body)
                    .row(8);
        }
        Node condition =
                inHead ? grammar.values.of(Type.BOOLEAN, place, true) : grammar.values.plain(Type.BOOLEAN, place, 1);
        return labelled(
                        target,
                        "do ",
                        body,
                        " while (" + place.effects() + ".is(\"" + grammar.key() + "\") && ",
                        condition,
                        ");")
                .row(8);
    }

    private Node each(Place place) {
        Target target = target();
        int kind = dice.below(4);
        Type over = kind == 0 ? Type.INTS : kind == 1 ? Type.WORDS : Type.LIST;
        boolean inHead = over != Type.WORDS && dice.percent(12);
        Node items = inHead ? grammar.values.of(over, place, true) : grammar.values.plain(over, place, 0);
        Place inside = in(place, target);
        Type item = over == Type.WORDS
                ? Type.TEXT
                : over == Type.LIST && dice.percent(60) ? Type.BOX : dice.one(Type.INT, Type.INT, Type.LONG);
        Variable variable = inside.scope().declare(dice, item, dice.percent(70));
        Node body = body(inside, !inHead || dice.percent(50));
        boolean inferred = item == Type.BOX && dice.percent(20);
        return labelled(
                        target,
                        "for (" + (inferred ? "var" : item.java) + " " + variable.name() + " : ",
                        items,
                        ") ",
                        body)
                .row(8);
    }

    private Node labelledBlock(Place place) {
        Target target = new Target(grammar.label(), Target.Kind.BLOCK);
        Node block = grammar.statements.block(place.into(target), true);
        return statement(target.label + ": ", block).row(8).completes(block.completes() || target.broken);
    }

    /** A small loop that does not wait. */
    Node plain(Place place) {
        Target target = new Target(null, Target.Kind.LOOP);
        Place inside = place.into(target);
        String name = inside.scope().reserve(dice);
        inside.scope().counter(name);
        Node body = Node.block(List.of(grammar.statements.plain(inside.deeper())));
        return statement("for (int " + name + " = 0; " + name + " < 2; " + name + "++) ", body);
    }

    private Target target() {
        return new Target(dice.percent(25) ? grammar.label() : null, Target.Kind.LOOP);
    }

    private static Place in(Place place, Target target) {
        return place.into(target);
    }

    private Node body(Place place, boolean waiting) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(statement(place.effects(), ".note(\"", grammar.key(), "\"", grammar.statements.shown(place), ");"));
        Place inside = place.deeper();
        if (dice.percent(35)) {
            nodes.add(grammar.statements.guard(inside));
        }
        nodes.addAll(grammar.statements.list(inside, waiting));
        if (nodes.get(nodes.size() - 1).completes() && dice.percent(15)) {
            nodes.add(grammar.statements.guard(inside));
        }
        return Node.block(nodes);
    }

    private static Node labelled(Target target, Object... parts) {
        if (target.label == null) {
            return statement(parts);
        }
        List<Object> all = new ArrayList<>(List.of(Node.clause(target.label + ": ")));
        all.addAll(List.of(parts));
        return statement(all.toArray());
    }
}
