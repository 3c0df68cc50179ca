// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.statement;

import dev.turnout.recipes.differential.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Writes what catches, what comes at last, and what closes. */
final class Tries {
    /** What can be caught, from the special to the general; all of it may be thrown by any effect. */
    private static final List<String> CAUGHT = List.of(
            "IOException",
            "IllegalStateException",
            "CompletionException",
            "IOException | IllegalStateException",
            "NullPointerException | ArithmeticException",
            "IllegalArgumentException",
            "RuntimeException",
            "Exception",
            "Throwable");

    private final Grammar grammar;
    private final Dice dice;

    Tries(Grammar grammar) {
        this.grammar = grammar;
        this.dice = grammar.dice;
    }

    /** A try with catch clauses (9), a finally (10), or resources (11), and often more than that. */
    Node one(Place place, int row) {
        boolean resources = row == 11 && place.thrown() != Place.Thrown.NONE;
        boolean last = row == 10 || row == 11 && dice.percent(25) || row == 9 && dice.percent(25);
        boolean catches = row == 9 || row == 11 && !resources || dice.percent(25);
        List<Object> parts = new ArrayList<>();
        parts.add("try ");
        Place inside = place.deeper();
        if (resources) {
            parts.add(resources(inside));
        }
        int waitsIn = grammar.wishes.next() != 0 ? dice.below(row == 9 || row == 10 ? 2 : 1) : dice.below(4);
        List<Node> body = new ArrayList<>();
        if (place.thrown() != Place.Thrown.NONE) {
            body.add(statement(
                    place.effects(), ".note(\"", grammar.key(), "\"", grammar.statements.shown(inside), ");"));
        }
        String thrown = row == 9 && place.thrown() == Place.Thrown.ANY && dice.percent(20)
                ? dice.one("ExecutionException", "ExecutionException", "TimeoutException")
                : "";
        if (!thrown.isEmpty()) {
            body.add(statement("w.note(\"", grammar.key(), "\", ", grammar.values.ending(thrown), ");"));
        }
        boolean bodyWaits = waitsIn != 1 || row == 11;
        body.addAll(grammar.statements.list(inside.deeper(), bodyWaits));
        Node block = Node.block(body);
        parts.add(block);
        boolean completes = block.completes();
        if (catches) {
            completes |= catches(parts, thrown, place, waitsIn == 1 && row == 9 || dice.percent(30));
        }
        if (last) {
            boolean lastWaits = waitsIn == 1 && row == 10 || dice.percent(35);
            Node end = grammar.statements.block(place.closed(), lastWaits);
            completes &= end.completes();
            parts.add(catches ? Node.clause(" finally ", end) : Node.value(Type.VOID, " finally ", end));
        }
        Node made = statement(parts.toArray()).completes(completes);
        if (catches) {
            made.row(9);
        }
        if (last) {
            made.row(10);
        }
        return resources ? made.row(11) : made;
    }

    private boolean catches(List<Object> parts, String first, Place place, boolean waiting) {
        boolean completes = false;
        if (!first.isEmpty()) {
            Node clause = clause(first, place, dice.percent(40));
            completes = clause.completes();
            parts.add(clause);
        }
        int from = dice.below(CAUGHT.size());
        int clauses = dice.percent(35) ? 2 : 1;
        List<String> seen = new ArrayList<>();
        for (int i = from; i < CAUGHT.size() && clauses > 0; i++) {
            String types = CAUGHT.get(i);
            boolean io = types.startsWith("IO") && place.thrown() == Place.Thrown.NONE;
            if (io
                    || seen.stream().anyMatch(types::contains)
                    || types.contains("|") && seen.stream().anyMatch(one -> overlaps(one, types))) {
                continue;
            }
            seen.add(types);
            clauses--;
            Node clause = clause(types, place, waiting || dice.percent(30));
            completes |= clause.completes();
            parts.add(clause);
        }
        return completes;
    }

    private Node clause(String types, Place place, boolean waiting) {
        Place inside = place.deeper();
        Variable caught = inside.scope().declare(dice, Type.OBJECT, true);
        List<Node> body = new ArrayList<>();
        body.add(statement(place.effects(), ".note(\"", grammar.key(), "\", ", caught.name(), ");"));
        body.addAll(grammar.statements.list(inside, waiting));
        if (body.get(body.size() - 1).completes() && dice.percent(25) && rethrowable(types, place)) {
            body.add(statement("throw " + caught.name() + ";").completes(false));
        }
        Node block = Node.block(body);
        return Node.clause(" catch (" + types + " " + caught.name() + ") ", block)
                .completes(block.completes());
    }

    private static boolean overlaps(String one, String other) {
        for (String type : one.split(" \\| ")) {
            if (other.contains(type)) {
                return true;
            }
        }
        return false;
    }

    private static boolean rethrowable(String types, Place place) {
        return switch (types) {
            case "Exception", "Throwable" -> false;
            default -> !types.startsWith("IO") || place.thrown() != Place.Thrown.NONE;
        };
    }

    private Node resources(Place inside) {
        List<Object> parts = new ArrayList<>();
        int count = dice.between(1, 2);
        parts.add("(");
        if (dice.percent(12)) {
            List<Variable> doors = inside.scope().all(one -> one.type() == Type.DOOR);
            if (!doors.isEmpty()) {
                parts.add(dice.one(doors).name());
                count--;
                if (count > 0) {
                    parts.add("; ");
                }
            }
        }
        for (int i = 0; i < count; i++) {
            String name = inside.scope().reserve(dice);
            Node label = dice.percent(15)
                    ? grammar.values.of(Type.TEXT, inside, true)
                    : Node.value(Type.TEXT, "\"" + grammar.key() + "\"");
            String type = inside.thrown() == Place.Thrown.ANY
                    ? dice.one("Effects.Door", "Effects.Door", "var", "AutoCloseable")
                    : "Effects.Door";
            Variable door = inside.scope().declare(name, type.startsWith("A") ? Type.OBJECT : Type.DOOR, true);
            parts.add(type + " " + door.name() + " = w.open(");
            parts.add(label);
            parts.add(i + 1 < count ? ");\n" : ")");
        }
        parts.add(") ");
        return Node.value(Type.VOID, parts.toArray());
    }

    /** A try in a try. */
    Node nested(Place place) {
        Place inside = place.deeper();
        Node inner = one(inside.deeper(), dice.one(9, 9, 10, 10, 11));
        List<Node> body = new ArrayList<>();
        if (place.thrown() != Place.Thrown.NONE) {
            body.add(statement(place.effects(), ".note(\"", grammar.key(), "\");"));
        }
        body.add(inner);
        boolean catches = dice.percent(60);
        List<Object> parts = new ArrayList<>(List.of("try ", Node.block(body)));
        boolean completes = inner.completes();
        if (catches) {
            completes |= catches(parts, "", place, dice.percent(30));
            return statement(parts.toArray()).row(9).completes(completes);
        }
        Node end = grammar.statements.block(place.closed(), dice.percent(40));
        parts.add(" finally ");
        parts.add(end);
        return statement(parts.toArray()).row(10).completes(completes && end.completes());
    }

    /** A try that does not wait. */
    Node plain(Place place) {
        Node body = Node.block(List.of(
                statement(place.effects(), ".note(\"", grammar.key(), "\");"),
                grammar.statements.plain(place.deeper())));
        Place inside = place.deeper();
        Variable caught = inside.scope().declare(dice, Type.OBJECT, true);
        Node handler = Node.block(List.of(
                statement(place.effects(), ".note(\"", grammar.key(), "\", ", caught.name(), ");"),
                grammar.statements.plain(inside.deeper())));
        return statement(
                        "try ",
                        body,
                        " catch (" + dice.one("IOException", "RuntimeException") + " " + caught.name() + ") ",
                        handler)
                .completes(body.completes() || handler.completes());
    }
}
