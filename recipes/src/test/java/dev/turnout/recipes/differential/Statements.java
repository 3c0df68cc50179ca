// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.statement;

import dev.turnout.recipes.differential.Place.Target;
import dev.turnout.recipes.differential.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Writes lists of statements and the simple statements; a list that shall wait has a wait on one of its ways. */
final class Statements {
    private final Grammar grammar;
    private final Dice dice;

    Statements(Grammar grammar) {
        this.grammar = grammar;
        this.dice = grammar.dice;
    }

    /** A block in a scope of its own. */
    Node block(Place place, boolean waiting) {
        return Node.block(list(place.deeper(), waiting));
    }

    /** Statements for the scope of {@code place}. */
    List<Node> list(Place place, boolean waiting) {
        boolean straight = waiting && grammar.wishes.next() == 1;
        if (straight) {
            grammar.wishes.take();
        }
        int count = straight ? 3 : dice.between(1, grammar.rich() ? 4 : 2);
        int at = dice.below(count);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean also = grammar.rich() && place.depth() < 5 && dice.percent(30);
            Node node;
            if (straight && i < 2) {
                node = simple(place);
            } else if (waiting && i == at || also) {
                node = waiting(place);
            } else {
                node = plain(place);
            }
            nodes.add(node);
            if (!node.completes()) {
                break;
            }
        }
        if (waiting
                && nodes.stream().noneMatch(Node::waits)
                && nodes.get(nodes.size() - 1).completes()) {
            nodes.add(simple(place));
        }
        return nodes;
    }

    /** A statement with a wait in it. */
    Node waiting(Place place) {
        int wish = grammar.wishes.next();
        int kind = wish;
        if (wish == 0 || grammar.wishes.inValue() != 0 && wish != 6 || wish == 6 && dice.percent(50)) {
            kind = 0;
        } else {
            grammar.wishes.take();
        }
        if (kind == 0 && wish == 0 && grammar.spend(2) && place.depth() < 6 && dice.percent(60)) {
            kind = dice.one(5, 5, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 13, 17, 18, 29, 31, 32, 99);
        }
        return switch (kind) {
            case 1 -> Node.block(list(place.deeper(), true));
            case 5 -> grammar.choices.branch(place, true);
            case 6 -> grammar.choices.choice(place);
            case 7 -> grammar.loops.counting(place);
            case 8 -> grammar.loops.other(place);
            case 9, 10, 11 -> grammar.withoutTry ? simple(place) : grammar.tries.one(place, kind);
            case 15 -> grammar.withoutTry ? simple(place) : grammar.tries.nested(place);
            case 13 -> grammar.chains.forEach(place);
            case 29 -> grammar.chains.ifPresent(place);
            case 17 -> grammar.choices.definite(place);
            case 18 -> grammar.choices.pattern(place);
            case 31 -> place.thrown() == Place.Thrown.ANY ? sleep(place) : simple(place);
            case 32 -> many(place);
            case 99 -> Node.block(list(place.deeper(), true));
            default -> simple(place);
        };
    }

    /** A statement that waits in a value. */
    Node simple(Place place) {
        int wish = grammar.wishes.inValue();
        if (grammar.wishes.are(2, 4)) {
            return declaration(place, Type.INT);
        }
        if (wish == 4) {
            return declaration(place, Type.BOOLEAN);
        }
        if (grammar.wishes.are(12, 4)) {
            grammar.wishes.take();
            String name = place.scope().reserve(dice);
            Node first = grammar.values.plain(Type.BOOLEAN, place, 0);
            Variable flag = place.scope().declare(name, Type.BOOLEAN, false);
            return statement("boolean " + name + " = ", first, ";\n", grammar.values.assigned(flag, place), ";");
        }
        int kind = dice.below(15);
        if (kind < 3) {
            List<Variable> open = place.scope().all(one -> !one.frozen() && Type.LOCALS.contains(one.type()));
            if (!open.isEmpty() && (wish == 0 || wish == 12)) {
                if (wish == 12) {
                    grammar.wishes.take();
                }
                return statement(grammar.values.assigned(dice.one(open), place), ";");
            }
        }
        if (kind == 3 && (wish == 0 || wish == 12) && place.thrown() == Place.Thrown.ANY) {
            if (wish == 12) {
                grammar.wishes.take();
            }
            return statement(grammar.values.toPlace(place), ";");
        }
        if (kind == 4 && wish == 0) {
            String w = place.effects();
            return place.thrown() == Place.Thrown.NONE || dice.percent(50)
                    ? statement(
                            Node.value(Type.VOID, w, ".ask(\"", grammar.key(), "\").join()")
                                    .awaits(),
                            ";")
                    : statement(
                            Node.value(Type.VOID, w, ".done(\"", grammar.key(), "\").join()")
                                    .awaits(),
                            ";");
        }
        if (kind == 5 && place.depth() > 0 && place.result() != null && place.result() != Type.VOID) {
            return statement("return ", grammar.values.of(place.result(), place, true), ";")
                    .completes(false);
        }
        if (kind == 6 && place.depth() > 1 && place.thrown() != Place.Thrown.NONE && place.result() != null) {
            return statement(
                            "throw new IllegalStateException(\"own \" + ",
                            grammar.values.of(Type.INT, place, true),
                            ");")
                    .completes(false);
        }
        if (kind == 7 || kind == 8) {
            Type type = dice.one(Type.INT, Type.TEXT, Type.LONG, Type.BOX, Type.OBJECT);
            return statement(
                    place.effects(),
                    ".note(\"",
                    grammar.key(),
                    "\", ",
                    grammar.values.of(type, place, true),
                    shown(place),
                    ");");
        }
        if (kind == 9 && wish == 0) {
            Node call = grammar.helpers.call(Type.VOID, place);
            if (call != null) {
                return statement(call, ";");
            }
        }
        return declaration(place, dice.one(Type.LOCALS));
    }

    private Node declaration(Place place, Type type) {
        String name = place.scope().reserve(dice);
        Node first = grammar.values.of(type, place, true);
        boolean frozen = dice.percent(35);
        if (type == Type.INT && dice.percent(10)) {
            Variable one = place.scope().declare(name, type, frozen);
            String next = place.scope().reserve(dice);
            Node second = grammar.values.of(type, place, dice.percent(50));
            Variable two = place.scope().declare(next, type, frozen);
            return statement("int " + one.name() + " = ", first, ", " + two.name() + " = ", second, ";");
        }
        Variable variable = place.scope().declare(name, type, frozen);
        boolean inferred = dice.percent(8) && type != Type.BOX && type != Type.OBJECT && !type.isPrimitive();
        String modifier = frozen && dice.percent(30) ? "final " : "";
        return statement(modifier + (inferred ? "var" : type.java) + " " + variable.name() + " = ", first, ";");
    }

    /** A statement without a wait. */
    Node plain(Place place) {
        int kind = dice.below(20);
        List<Variable> open = place.scope().all(one -> !one.frozen() && Type.LOCALS.contains(one.type()));
        if (kind < 5) {
            Type type = dice.one(Type.LOCALS);
            if (dice.percent(12)) {
                type = dice.one(Type.FUTURE, Type.LIST, Type.INTS, Type.WORDS);
            }
            String name = place.scope().reserve(dice);
            Node first = grammar.values.plain(type, place, 1);
            Variable variable = place.scope().declare(name, type, dice.percent(40) || !Type.LOCALS.contains(type));
            return statement(type.java + " " + variable.name() + " = ", first, ";");
        }
        if (kind < 9 && !open.isEmpty()) {
            return step(dice.one(open), place);
        }
        if (kind == 9) {
            return statement(
                    grammar.field(place, "count"),
                    dice.one(" += ", " = ", " -= "),
                    grammar.values.plain(Type.INT, place, 1),
                    ";");
        }
        if (kind == 10) {
            return statement(
                    "cells[",
                    grammar.values.plain(Type.INT, place, 0),
                    " & 1] = ",
                    grammar.values.plain(Type.INT, place, 1),
                    ";");
        }
        if (kind < 13) {
            return guard(place);
        }
        if (kind == 13 && grammar.spend(2)) {
            return grammar.choices.branch(place, false);
        }
        if (kind == 14 && grammar.spend(2)) {
            return grammar.loops.plain(place);
        }
        if (kind == 15 && !grammar.withoutTry && grammar.spend(2) && place.thrown() != Place.Thrown.NONE) {
            return grammar.tries.plain(place);
        }
        return statement(place.effects(), ".note(\"", grammar.key(), "\"", shown(place), ");");
    }

    /** A condition on which one jumps. */
    Node guard(Place place) {
        Node jump = jump(place);
        return jump == null
                ? statement(place.effects(), ".note(\"", grammar.key(), "\"", shown(place), ");")
                : statement("if (", grammar.values.plain(Type.BOOLEAN, place, 1), ") ", Node.block(List.of(jump)));
    }

    private Node step(Variable variable, Place place) {
        String name = variable.name();
        return switch (variable.type()) {
            case INT, LONG, BYTE, SHORT, CHAR, DOUBLE, BOX, WIDE_BOX ->
                dice.percent(50)
                        ? statement(dice.one(name + "++", "++" + name, name + "--"), ";")
                                .row(16)
                        : statement(
                                        name,
                                        dice.one(" += ", " -= "),
                                        variable.type() == Type.BOX || variable.type() == Type.WIDE_BOX
                                                ? "2"
                                                : grammar.values.plain(Type.INT, place, 0),
                                        ";")
                                .row(16);
            case TEXT ->
                statement(name, " += ", grammar.values.plain(Type.INT, place, 0), ";")
                        .row(16);
            default ->
                statement(name, " = ", grammar.values.plain(variable.type(), place, 0), ";")
                        .row(16);
        };
    }

    /** A jump to where one can jump, or null. */
    Node jump(Place place) {
        List<Target> targets = place.targets();
        int kind = dice.below(targets.isEmpty() ? 3 : 9);
        if (kind < 2 && place.result() != null) {
            return place.result() == Type.VOID
                    ? statement("return;").completes(false)
                    : statement("return ", grammar.values.plain(place.result(), place, 1), ";")
                            .completes(false);
        }
        if (kind == 2 && place.thrown() != Place.Thrown.NONE) {
            boolean checked = place.thrown() == Place.Thrown.ANY && dice.percent(30);
            return statement(
                            "throw new " + (checked ? "IOException" : "IllegalStateException") + "(\"own ",
                            grammar.key(),
                            "\");")
                    .completes(false);
        }
        return targets.isEmpty() || kind < 3 ? null : leave(targets);
    }

    private Node leave(List<Target> targets) {
        Target target = dice.percent(60) ? targets.get(targets.size() - 1) : dice.one(targets);
        boolean goOn = target.loop() && dice.percent(50);
        boolean near = target == (goOn ? last(targets, Target::loop) : last(targets, Target::bare));
        if (!near && target.label == null) {
            return null;
        }
        if (goOn) {
            target.continued = true;
        } else {
            target.broken = true;
        }
        boolean named = target.label != null && (!near || dice.percent(40));
        return statement((goOn ? "continue" : "break") + (named ? " " + target.label : "") + ";")
                .completes(false);
    }

    private static Target last(List<Target> targets, java.util.function.Predicate<Target> wanted) {
        return targets.stream().filter(wanted).reduce((first, second) -> second).orElse(null);
    }

    /** Values of some variables, as further arguments. */
    Node shown(Place place) {
        List<Variable> all = place.scope().all(one -> one.type() != Type.FUTURE && one.type() != Type.VOID);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3 && !all.isEmpty(); i++) {
            if (dice.percent(60)) {
                text.append(", ").append(dice.one(all).name());
            }
        }
        return Node.clause(text.toString());
    }

    private Node sleep(Place place) {
        return dice.percent(50)
                ? statement(Node.value(Type.VOID, "Thread.sleep(0)").awaits(), ";")
                        .row(31)
                : statement(
                                Node.value(
                                                Type.VOID,
                                                "TimeUnit.MILLISECONDS.sleep(",
                                                grammar.values.of(Type.INT, place, dice.percent(30)),
                                                " & 1)")
                                        .awaits(),
                                ";")
                        .row(31);
    }

    /** Several that run at once. */
    private Node many(Place place) {
        String w = place.effects();
        if (dice.percent(50)) {
            return statement(
                            Node.value(
                                            Type.VOID,
                                            "CompletableFuture.allOf(",
                                            w,
                                            ".ask(\"",
                                            grammar.key(),
                                            "\"), ",
                                            w,
                                            ".name(\"",
                                            grammar.key(),
                                            "\")).join()")
                                    .awaits(),
                            ";")
                    .row(32);
        }
        Node first = grammar.values.plain(Type.FUTURE, place, 0);
        Variable one = place.scope().declare(dice, Type.FUTURE, true);
        Variable two = place.scope().declare(dice, Type.FUTURE, true);
        return statement(
                        "CompletableFuture<Integer> " + one.name() + " = ",
                        first,
                        ";\n",
                        "CompletableFuture<Integer> " + two.name() + " = ",
                        w,
                        ".ask(\"",
                        grammar.key(),
                        "\");\n",
                        Node.value(Type.VOID, "CompletableFuture.allOf(" + one.name() + ", " + two.name() + ").join()")
                                .awaits(),
                        ";")
                .row(32);
    }
}
