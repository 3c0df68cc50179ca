// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.statement;
import static dev.turnout.recipes.differential.Node.value;

import dev.turnout.recipes.differential.Scope.Variable;
import java.util.List;

/** Writes streams and optionals with waits in their lambdas. */
final class Chains {
    private final Grammar grammar;
    private final Dice dice;

    Chains(Grammar grammar) {
        this.grammar = grammar;
        this.dice = grammar.dice;
    }

    /** A stream whose lambda waits, or null if there is none of that type. */
    Node stream(Type type, Place place) {
        Node items = items(place);
        String filter = dice.percent(30) ? ".filter(one -> one > 0)" : "";
        Node made = switch (type) {
            case INT ->
                switch (dice.below(3)) {
                    case 0 ->
                        value(type, items, ".stream()" + filter + ".mapToInt(", lambda(place, Type.INT), ").sum()");
                    case 1 ->
                        value(
                                type,
                                items,
                                ".stream()" + filter + ".map(",
                                lambda(place, Type.INT),
                                ").reduce(0, Integer::sum)");
                    default ->
                        value(
                                type,
                                items,
                                ".stream()" + filter + ".map(",
                                lambda(place, Type.INT),
                                ").findFirst().orElse(-1)");
                };
            case BOOLEAN ->
                value(
                        type,
                        items,
                        ".stream()" + filter + dice.one(".anyMatch(", ".allMatch(", ".noneMatch("),
                        lambda(place, Type.BOOLEAN),
                        ")");
            case TEXT ->
                value(
                        type,
                        items,
                        ".stream()" + filter + ".map(",
                        lambda(place, Type.TEXT),
                        ").collect(Collectors.joining(\",\"))");
            case LIST ->
                dice.percent(50)
                        ? value(
                                type,
                                items,
                                ".stream()" + filter + ".map(",
                                lambda(place, Type.INT),
                                ")" + dice.one(".toList()", ".collect(Collectors.toList())"))
                        : value(type, items, ".stream().filter(", lambda(place, Type.BOOLEAN), ").toList()");
            default -> null;
        };
        return made == null ? null : made.row(13);
    }

    private Node items(Place place) {
        return grammar.values.plain(Type.LIST, place, 0);
    }

    private Node lambda(Place place, Type type) {
        Place inside = place.quiet();
        Variable item = inside.scope().declare(dice, Type.BOX, true);
        return value(Type.VOID, item.name(), " -> ", grammar.values.of(type, inside, true));
    }

    private Node supplier(Place place, Type type, boolean waiting) {
        return value(
                Type.VOID,
                "() -> ",
                waiting ? grammar.values.of(type, place.quiet(), true) : grammar.values.plain(type, place.quiet(), 0));
    }

    /** An optional whose lambda waits, or null if there is none of that type. */
    Node optional(Type type, Place place) {
        if (place.thrown() == Place.Thrown.NONE || type != Type.INT && type != Type.TEXT && type != Type.BOOLEAN) {
            return null;
        }
        String found = "w.find(\"" + grammar.key() + "\")";
        if (type == Type.BOOLEAN) {
            return value(
                            type,
                            found,
                            ".filter(",
                            lambda(place, Type.BOOLEAN),
                            ")" + dice.one(".isPresent()", ".isEmpty()"))
                    .row(29);
        }
        if (type == Type.INT && dice.percent(25)) {
            return value(type, found, ".orElseGet(", supplier(place, type, true), ")")
                    .row(29);
        }
        String filter = dice.percent(25) ? ".filter(one -> one > 1)" : "";
        Node mapped = value(Type.VOID, found, filter, ".map(", lambda(place, type), ")");
        Node end = switch (dice.below(4)) {
            case 0 -> value(Type.VOID, ".orElse(", grammar.values.of(type, place, dice.percent(40)), ")");
            case 1 -> value(Type.VOID, ".orElseGet(", supplier(place, type, dice.percent(60)), ")");
            case 2 -> value(Type.VOID, ".orElseThrow()");
            default -> value(Type.VOID, ".orElseThrow(() -> new IllegalStateException(\"none\"))");
        };
        return value(type, mapped, end).row(29);
    }

    /** Goes through a list by a lambda that waits. */
    Node forEach(Place place) {
        Node items = items(place);
        Place inside = place.quiet();
        Variable item = inside.scope().declare(dice, Type.BOX, true);
        String stream = dice.one("", ".stream()", ".stream().sorted()");
        return statement(items, stream, ".forEach(", item.name(), " -> ", body(inside), ");")
                .row(13);
    }

    Node ifPresent(Place place) {
        if (place.thrown() == Place.Thrown.NONE) {
            return forEach(place);
        }
        Place inside = place.quiet();
        Variable item = inside.scope().declare(dice, Type.BOX, true);
        String found = "w.find(\"" + grammar.key() + "\")";
        if (dice.percent(60)) {
            return statement(found, ".ifPresent(", item.name(), " -> ", body(inside), ");")
                    .row(29);
        }
        return statement(
                        found,
                        ".ifPresentOrElse(",
                        item.name(),
                        " -> ",
                        body(inside),
                        ", () -> ",
                        body(place.quiet()),
                        ");")
                .row(29);
    }

    private Node body(Place inside) {
        return Node.block(List.of(
                grammar.statements.simple(inside),
                statement("w.quiet().note(\"", grammar.key(), "\"", grammar.statements.shown(inside), ");")));
    }
}
