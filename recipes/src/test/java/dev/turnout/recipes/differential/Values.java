// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.value;

import dev.turnout.recipes.differential.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Writes expressions: operands, calls, branches, assignments; with a wait in them if that is wanted. */
final class Values {
    private final Grammar grammar;
    private final Dice dice;
    private final Waits waits;

    Values(Grammar grammar) {
        this.grammar = grammar;
        this.dice = grammar.dice;
        this.waits = new Waits(grammar, this);
    }

    /** A value that may stand where {@code type} is expected. */
    Node of(Type type, Place place, boolean waiting) {
        if (!waiting) {
            return plain(type, place, 1);
        }
        int shape = grammar.wishes.inValue();
        if (shape == 4 && type != Type.BOOLEAN) {
            shape = 0; // not here, but further in or later
        } else if (shape != 0) {
            grammar.wishes.take();
        } else if (grammar.spend(1) && place.depth() < 7 && dice.percent(45)) {
            shape = dice.one(2, 2, 2, 3, 3, 4, 6, 12, 12, 13, 29);
        }
        Node made = switch (shape) {
            case 2 -> call(type, place);
            case 3 -> ternary(type, place);
            case 4 -> type == Type.BOOLEAN ? condition(place) : null;
            case 6 -> grammar.choices.expression(type, place);
            case 12 -> assignment(type, place);
            case 13 -> grammar.chains.stream(type, place);
            case 29 -> grammar.chains.optional(type, place);
            default -> null;
        };
        return made != null ? made : waits.one(type, place);
    }

    /** A wait that may end by an exception of its own. */
    Node ending(String exception) {
        return exception.startsWith("Timeout")
                ? value(Type.INT, "w.never(\"", grammar.key(), "\").get(1, TimeUnit.MILLISECONDS)")
                        .awaits()
                        .row(30)
                : value(Type.INT, "w.ask(\"", grammar.key(), "\").get()")
                        .awaits()
                        .row(19);
    }

    /** A value that does not wait. */
    Node plain(Type type, Place place, int depth) {
        List<Variable> variables = place.scope().all(variable -> type.takes(variable.type()));
        if (!variables.isEmpty() && dice.percent(55)) {
            return value(type, dice.one(variables).name());
        }
        String w = place.effects();
        int kind = dice.below(10);
        if (type == Type.INT && kind < 2 && place.thrown() != Place.Thrown.NONE) {
            List<Variable> doors = place.scope().all(variable -> variable.type() == Type.DOOR);
            if (!doors.isEmpty()) {
                return value(type, dice.one(doors).name(), ".look()");
            }
        }
        if (depth > 0 && kind < 3) {
            return operation(type, plainOperand(type, place, depth - 1), place, depth - 1);
        }
        return switch (type) {
            case INT ->
                switch (kind) {
                    case 3, 4 -> value(type, w, ".act(\"", grammar.key(), "\")");
                    case 5 -> value(type, grammar.field(place, "count"));
                    case 6 -> place.thrown() == Place.Thrown.NONE ? value(type, "3") : value(type, "bump()");
                    case 7 -> value(type, "cells[", plain(Type.INT, place, 0), " & 1]");
                    default -> value(type, String.valueOf(dice.below(5)));
                };
            case LONG -> kind < 6 ? value(type, grammar.field(place, "total")) : value(type, dice.below(4) + "L");
            case BOOLEAN -> bool(place, depth, kind);
            case TEXT ->
                kind < 5 ? value(type, "\"", grammar.key(), "\"") : value(type, "\"t\" + ", plain(Type.INT, place, 0));
            case BYTE, SHORT, CHAR ->
                kind < 5
                        ? value(type, type.literal)
                        : value(type, "(" + type.java + ") (", plain(Type.INT, place, 0), " & 99)");
            case DOUBLE -> kind < 5 ? value(type, "0.5") : plain(Type.INT, place, 0);
            case BOX -> value(type, "Integer.valueOf(", plain(Type.INT, place, 0), ")");
            case WIDE_BOX -> value(type, "Long.valueOf(", plain(Type.LONG, place, 0), ")");
            case OBJECT ->
                place.thrown() != Place.Thrown.NONE && kind < 6
                        ? value(type, "w.any(\"", grammar.key(), "\")")
                        : plain(dice.one(Type.TEXT, Type.INT, Type.LONG), place, 0);
            case INTS ->
                place.thrown() != Place.Thrown.NONE && kind < 6
                        ? value(type, "w.cells(\"", grammar.key(), "\")")
                        : value(type, type.literal);
            case LIST ->
                place.thrown() != Place.Thrown.NONE && kind < 8
                        ? value(type, "w.items(\"", grammar.key(), "\")")
                        : value(type, type.literal);
            case WORDS ->
                place.thrown() != Place.Thrown.NONE && kind < 8
                        ? value(type, "w.words(\"", grammar.key(), "\")")
                        : value(type, type.literal);
            case FUTURE -> value(type, w, ".ask(\"", grammar.key(), "\")");
            default -> value(type, type.literal);
        };
    }

    /** Never a constant: the compiler would leave out what hangs on it. */
    private Node bool(Place place, int depth, int kind) {
        Node number = kind < 8 && place.thrown() != Place.Thrown.NONE
                ? value(Type.INT, "w.act(\"", grammar.key(), "\")")
                : value(Type.INT, grammar.field(place, "count"));
        return switch (kind) {
            case 3, 4 -> value(Type.BOOLEAN, place.effects(), ".is(\"", grammar.key(), "\")");
            case 8 ->
                depth > 0
                        ? value(
                                Type.BOOLEAN,
                                "(",
                                plain(Type.BOOLEAN, place, 0),
                                dice.one(" && ", " || "),
                                plain(Type.BOOLEAN, place, 0),
                                ")")
                        : value(Type.BOOLEAN, number, " > 1");
            default ->
                value(Type.BOOLEAN, number, dice.one(" > ", " <= ", " == ", " != "), String.valueOf(dice.below(4)));
        };
    }

    private Node plainOperand(Type type, Place place, int depth) {
        return plain(type, place, depth);
    }

    /** Something made of an operand, of the same type. */
    private Node operation(Type type, Node operand, Place place, int depth) {
        return switch (type) {
            case INT, LONG ->
                value(
                        type,
                        "(",
                        operand,
                        dice.one(" + ", " - ", " * ", " ^ "),
                        plain(type == Type.LONG && dice.percent(50) ? Type.INT : type, place, depth),
                        ")");
            case BOOLEAN -> value(type, "!", value(type, "(", operand, ")"));
            case TEXT ->
                value(type, "(", operand, " + ", plain(dice.one(Type.INT, Type.TEXT, Type.CHAR), place, depth), ")");
            default -> operand;
        };
    }

    /** Operands to the left and to the right of a wait. */
    private Node call(Type type, Place place) {
        if (place.thrown() == Place.Thrown.NONE) {
            return type == Type.INT || type == Type.LONG || type == Type.TEXT ? binary(type, place) : null;
        }
        Node made = switch (type) {
            case INT ->
                switch (dice.below(7)) {
                    case 0 -> value(type, "sum(", arguments(place, Type.INT, Type.INT, Type.INT), ")");
                    case 1 -> value(type, "weigh(", arguments(place, Type.INT, Type.BOOLEAN, Type.LONG), ")");
                    case 2 ->
                        value(
                                        type,
                                        "new int[] {",
                                        arguments(place, Type.INT, Type.INT),
                                        "}[",
                                        plain(Type.INT, place, 0),
                                        " & 1]")
                                .row(2);
                    case 3 ->
                        value(type, "new Box(", arguments(place, Type.INT, Type.INT), ").get()")
                                .row(27);
                    case 4 ->
                        value(type, "sum(", arguments(place, Type.INT, Type.INT, Type.INT, Type.INT), ")")
                                .row(23);
                    default -> binary(type, place);
                };
            case TEXT ->
                switch (dice.below(4)) {
                    case 0 -> value(type, "join(", arguments(place, Type.TEXT, Type.INT, Type.OBJECT), ")");
                    case 1 -> value(type, "String.valueOf(", value(Type.LONG, binary(Type.LONG, place)), ")");
                    case 2 ->
                        value(
                                type,
                                "kind(",
                                of(
                                        dice.one(Type.INT, Type.LONG, Type.TEXT, Type.OBJECT, Type.CHAR, Type.BOX),
                                        place,
                                        true),
                                ")");
                    default -> binary(type, place);
                };
            case BOOLEAN ->
                dice.percent(50)
                        ? value(
                                type,
                                operands(place, dice.one(" > ", " < ", " == ", " >= "), dice.one(Type.INT, Type.LONG)))
                        : value(type, "check(", arguments(place, Type.INT, Type.BOOLEAN), ")");
            case LONG, DOUBLE -> binary(type, place);
            case BYTE, SHORT, CHAR -> value(type, "(" + type.java + ") (", binary(Type.INT, place), ")");
            case BOX -> value(type, "Integer.valueOf(", binary(Type.INT, place), ")");
            case WIDE_BOX -> value(type, "Long.valueOf(", binary(Type.LONG, place), ")");
            case OBJECT -> call(dice.one(Type.TEXT, Type.INT), place);
            case LIST -> value(type, "List.of(", arguments(place, Type.BOX, Type.BOX), ")");
            default -> null;
        };
        return made == null ? null : made.row(2);
    }

    private Node binary(Type type, Place place) {
        String operator = type == Type.TEXT
                ? " + "
                : dice.one(
                        " + ",
                        " - ",
                        " * ",
                        " + ",
                        type == Type.DOUBLE ? " / " : " % ",
                        type == Type.DOUBLE ? " - " : " ^ ");
        return value(type, "(", operands(place, operator, type), ")");
    }

    private Node operands(Place place, String operator, Type type) {
        boolean left = dice.percent(45);
        Node first = of(type, place, left);
        Type other = type == Type.TEXT
                ? dice.one(Type.TEXT, Type.INT, Type.BOX, Type.CHAR)
                : type == Type.LONG || type == Type.DOUBLE ? dice.one(type, Type.INT) : type;
        Node second = left && dice.percent(60) ? plain(other, place, 1) : of(other, place, true);
        return value(type, first, operator, second).row(2);
    }

    private Node arguments(Place place, Type... types) {
        int flag = List.of(types).indexOf(Type.BOOLEAN);
        int waiting = grammar.wishes.inValue() == 4 && flag >= 0 ? flag : dice.below(types.length);
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            if (i > 0) {
                parts.add(", ");
            }
            boolean also = grammar.rich() && dice.percent(15);
            parts.add(i == waiting || also ? of(types[i], place, true) : plain(types[i], place, 1));
        }
        return value(Type.VOID, parts.toArray());
    }

    private Node ternary(Type type, Place place) {
        int shape = grammar.wishes.inValue();
        boolean inCondition = shape == 4 || shape == 0 && dice.percent(25);
        Node condition = of(Type.BOOLEAN, place, inCondition);
        boolean inYes = !inCondition && dice.percent(50) || dice.percent(20);
        boolean inNo = !inCondition && !inYes || dice.percent(20);
        Type mixed = type == Type.LONG || type == Type.DOUBLE ? dice.one(Type.INT, type) : type;
        return value(type, "(", condition, " ? ", of(type, place, inYes), " : ", of(mixed, place, inNo), ")")
                .row(3);
    }

    /** Conditions of which the right side may not be asked. */
    private Node condition(Place place) {
        boolean left = dice.percent(45);
        Node first = of(Type.BOOLEAN, place, left);
        Node second = left && dice.percent(40) ? plain(Type.BOOLEAN, place, 1) : of(Type.BOOLEAN, place, true);
        String operator = dice.one(" && ", " || ");
        Node both = value(Type.BOOLEAN, "(", first, operator, second, ")").row(4);
        return dice.percent(20) ? value(Type.BOOLEAN, "!", both) : both;
    }

    /** An assignment that stands as a value. */
    private Node assignment(Type type, Place place) {
        List<Variable> variables = place.scope().all(variable -> !variable.frozen() && variable.type() == type);
        if (!variables.isEmpty() && dice.percent(70)) {
            return value(type, "(", assigned(dice.one(variables), place), ")");
        }
        if (place.thrown() != Place.Thrown.ANY) {
            return null;
        }
        return switch (type) {
            case INT, LONG, DOUBLE -> value(type, "(", toPlace(place), ")");
            case BOOLEAN -> value(type, "(", toPlace(place), ") > 1");
            case TEXT -> value(type, "String.valueOf(", toPlace(place), ")");
            default -> null;
        };
    }

    /** An assignment to a local variable, plain or compound. */
    Node assigned(Variable variable, Place place) {
        Type type = variable.type();
        String operator = operatorFor(type);
        boolean plain = operator.equals(" = ");
        boolean without = grammar.withoutTry;
        grammar.withoutTry |= !plain;
        Node right = of(plain ? type : rightOf(type), place, true);
        grammar.withoutTry = without;
        return value(type, variable.name(), operator, right).row(plain ? 16 : 12, 16);
    }

    private String operatorFor(Type type) {
        return switch (type) {
            case INT, LONG -> dice.one(" = ", " += ", " -= ", " *= ", " ^= ", " <<= ", " |= ", " %= ");
            case BYTE, SHORT, CHAR, DOUBLE, BOX, WIDE_BOX -> dice.one(" = ", " += ", " -= ", " *= ");
            case TEXT -> dice.one(" = ", " += ", " += ");
            case BOOLEAN -> dice.one(" = ", " |= ", " &= ", " ^= ");
            default -> " = ";
        };
    }

    private Type rightOf(Type type) {
        return switch (type) {
            case BYTE, SHORT, CHAR -> dice.one(Type.INT, Type.INT, Type.LONG);
            case LONG, DOUBLE -> dice.one(Type.INT, type);
            case WIDE_BOX -> dice.one(Type.INT, Type.LONG);
            case INT -> dice.one(Type.INT, Type.INT, Type.LONG);
            case BOX -> Type.INT;
            case TEXT -> dice.one(Type.TEXT, Type.INT, Type.CHAR, Type.OBJECT);
            default -> type;
        };
    }

    /** A compound assignment to a field, an element, or what a call yields. */
    Node toPlace(Place place) {
        List<Variable> arrays = place.scope().all(variable -> variable.type() == Type.INTS);
        String target = dice.one(
                "this.count",
                grammar.field(place, "count"),
                "cells[",
                "cells[",
                "box().value",
                arrays.isEmpty() ? "cells[" : dice.one(arrays).name() + "[",
                dice.percent(10) ? "some[" : "cells[");
        String operator = dice.one(" += ", " -= ", " = ", " *= ");
        Object[] left = target.endsWith("[")
                ? new Object[] {target, dice.percent(75) ? plain(Type.INT, place, 1) : of(Type.INT, place, true), "]"}
                : new Object[] {target};
        boolean without = grammar.withoutTry;
        grammar.withoutTry |= !operator.equals(" = ");
        Type type = dice.one(Type.INT, Type.INT, operator.equals(" = ") ? Type.INT : Type.LONG);
        Node right = of(type, place, true);
        grammar.withoutTry = without;
        return value(Type.INT, value(Type.INT, left), operator, right).row(12);
    }
}
