// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.value;

import dev.turnout.recipes.differential.Scope.Variable;
import java.util.List;

/** Writes the waits themselves: join, get, in time, and calls of methods that wait. */
final class Waits {
    private final Grammar grammar;
    private final Dice dice;
    private final Values values;

    Waits(Grammar grammar, Values values) {
        this.grammar = grammar;
        this.dice = grammar.dice;
        this.values = values;
    }

    /** A wait whose value may stand where {@code type} is expected. */
    Node one(Type type, Place place) {
        if (place.thrown() != Place.Thrown.NONE && dice.percent(35)) {
            Node call = grammar.helpers.call(type, place);
            if (call != null) {
                return call;
            }
        }
        return switch (type) {
            case INT -> number(place);
            case LONG -> dice.percent(60) ? future(type, "wide", place) : number(place);
            case BOOLEAN ->
                dice.percent(50)
                        ? future(type, "flag", place)
                        : value(type, number(place), dice.one(" > ", " == ", " < "), String.valueOf(dice.below(5)));
            case TEXT -> future(type, "name", place);
            case BYTE, SHORT, CHAR -> value(type, "(" + type.java + ") ", cast(place));
            case DOUBLE -> dice.percent(50) ? number(place) : value(type, number(place), " * 0.5");
            case BOX -> future(type, dice.one("ask", "ask", "maybe"), place);
            case WIDE_BOX -> future(type, "wide", place);
            case OBJECT -> future(type, dice.one("ask", "wide", "name", "maybe"), place);
            case INTS -> value(type, "new int[] {", number(place), ", 1}").row(2);
            case LIST -> value(type, "List.of(", number(place), ")");
            case WORDS -> value(type, "List.of(", future(Type.TEXT, "name", place), ")");
            default -> value(type, type.literal);
        };
    }

    private Node cast(Place place) {
        return dice.percent(50)
                ? value(Type.INT, "(int) (long) ", future(Type.LONG, "wide", place))
                : value(
                        Type.INT,
                        "(",
                        number(place),
                        dice.one(" + ", " * ", " - "),
                        values.plain(Type.INT, place, 0),
                        ")");
    }

    private Node number(Place place) {
        List<Variable> futures = place.scope().all(variable -> variable.type() == Type.FUTURE);
        if (!futures.isEmpty() && dice.percent(40)) {
            return value(Type.INT, dice.one(futures).name(), end(place)).awaits();
        }
        return switch (dice.below(14)) {
            case 0 -> value(Type.INT, future(Type.TEXT, "name", place), ".length()");
            case 1 -> value(Type.INT, future(Type.LONG, "wide", place), ".intValue()");
            case 2 -> future(Type.INT, "maybe", place).row(21);
            case 3 ->
                place.thrown() == Place.Thrown.NONE
                        ? future(Type.INT, "ask", place)
                        : value(Type.INT, "w.name(\"", grammar.key(), "\")", ".thenApply(String::length)", end(place))
                                .awaits();
            default -> future(Type.INT, "ask", place);
        };
    }

    private Node future(Type type, String effect, Place place) {
        String w = place.effects();
        if (dice.percent(25)) {
            Node shown = values.plain(dice.one(Type.INT, Type.TEXT, Type.LONG), place, 0);
            return value(type, w, "." + effect + "(\"", grammar.key(), "\", ", shown, ")", end(place))
                    .awaits();
        }
        return value(type, w, "." + effect + "(\"", grammar.key(), "\")", end(place))
                .awaits();
    }

    /** How the value is had. */
    private Node end(Place place) {
        if (place.thrown() != Place.Thrown.ANY || dice.percent(70)) {
            return value(Type.VOID, ".join()");
        }
        return dice.percent(60)
                ? value(Type.VOID, ".get()").row(19)
                : value(Type.VOID, ".get(50, TimeUnit.SECONDS)").row(30);
    }
}
