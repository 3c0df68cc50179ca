// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.statement;
import static dev.turnout.recipes.differential.Node.value;

import dev.turnout.recipes.differential.Place.Thrown;
import dev.turnout.recipes.differential.Scope.Variable;
import java.util.ArrayList;
import java.util.List;

/** Writes methods that wait and are called by the task, in all the forms that methods have, and their calls. */
final class Helpers {
    /**
     * How a method is called.
     *
     * @param before the call as far as its open parenthesis
     * @param first what stands before the arguments
     * @param after what stands behind them
     */
    private record Helper(
            String before, String first, List<Type> parameters, String after, Type result, Thrown thrown, int[] rows) {}

    /** Stands for a bean with transactions, which is no row of its own. */
    static final int TRANSACTION = 100;

    private final Grammar grammar;
    private final Dice dice;
    private final List<Helper> helpers = new ArrayList<>();
    private final List<Node> members = new ArrayList<>();
    private final List<String> openings = new ArrayList<>();
    private int made;

    Helpers(Grammar grammar) {
        this.grammar = grammar;
        this.dice = grammar.dice;
    }

    List<Node> members() {
        return members;
    }

    /** What the constructor does for them. */
    List<String> openings() {
        return openings;
    }

    /** A call of one of them, or null if none fits. */
    Node call(Type type, Place place) {
        List<Helper> fitting = helpers.stream()
                .filter(one -> one.result() == type || type != Type.VOID && type.takes(one.result()))
                .filter(one -> place.thrown() == Thrown.ANY || one.thrown() == place.thrown())
                .toList();
        if (fitting.isEmpty()) {
            return null;
        }
        Helper helper = dice.one(fitting);
        List<Object> parts = new ArrayList<>(List.of(helper.before(), helper.first()));
        boolean comma = !helper.first().isEmpty();
        for (Type parameter : helper.parameters()) {
            if (comma) {
                parts.add(", ");
            }
            comma = true;
            boolean waits = grammar.rich() && dice.percent(20);
            parts.add(waits ? grammar.values.of(parameter, place, true) : grammar.values.plain(parameter, place, 1));
        }
        parts.add(")" + helper.after());
        return value(helper.result(), parts.toArray())
                .awaits()
                .row(helper.rows())
                .row(33);
    }

    /** Writes one more, by the number of the row that it stands for. */
    void add(int row) {
        String name = dice.one("load", "find", "step", "value", "count") + ++made;
        switch (row) {
            case 14 -> recursive(name);
            case 21 -> nullable(name);
            case 22 -> generic(name);
            case 23 -> variable(name);
            case 24 -> overloads(name);
            case 25 -> family(name);
            case 26 -> plain(name, true);
            case TRANSACTION -> transaction(name);
            default -> plain(name, false);
        }
    }

    private void plain(String name, boolean fixed) {
        Type result = dice.one(
                Type.INT,
                Type.INT,
                Type.LONG,
                Type.BOOLEAN,
                Type.TEXT,
                Type.VOID,
                Type.BOX,
                Type.SHORT,
                Type.OBJECT,
                Type.LIST);
        Thrown thrown = dice.percent(60) ? Thrown.ANY : Thrown.IO;
        List<Type> parameters = new ArrayList<>();
        for (int i = dice.below(3); i > 0; i--) {
            parameters.add(dice.one(Type.INT, Type.TEXT, Type.LONG, Type.BOX, Type.BOOLEAN));
        }
        String modifiers = fixed ? "private static " : dice.one("private ", "private ", "private ", "public ", "");
        members.add(fixed ? fixed(name, result, parameters) : method(modifiers, name, result, parameters, thrown));
        helpers.add(new Helper(
                name + "(",
                fixed ? "w" : "",
                parameters,
                "",
                result,
                fixed ? Thrown.IO : thrown,
                fixed ? new int[] {26} : new int[] {thrown == Thrown.IO ? 19 : 20}));
        if (!fixed && result == Type.INT && parameters.isEmpty() && dice.percent(25)) {
            members.add(Node.member("public int outside" + name + "() throws Exception {\nreturn " + name + "();\n}"));
        }
    }

    Node method(String modifiers, String name, Type result, List<Type> parameters, Thrown thrown) {
        Scope scope = Scope.ofMethod();
        StringBuilder list = new StringBuilder();
        for (Type type : parameters) {
            Variable parameter = scope.declare(dice, type, dice.percent(50));
            list.append(list.isEmpty() ? "" : ", ")
                    .append(type.java)
                    .append(' ')
                    .append(parameter.name());
        }
        Place place = Place.ofMethod(scope, result, thrown);
        String declared = thrown == Thrown.ANY ? " throws Exception " : " throws IOException ";
        return Node.member(modifiers + result.java + " " + name + "(" + list + ")" + declared, body(place, result))
                .row(20);
    }

    private Node body(Place place, Type result) {
        List<Node> nodes = new ArrayList<>(grammar.statements.list(place, true));
        if (nodes.get(nodes.size() - 1).completes() && result != Type.VOID) {
            boolean waits = dice.percent(50);
            Node last = waits ? grammar.values.of(result, place, true) : grammar.values.plain(result, place, 1);
            nodes.add(statement("return ", last, ";").completes(false));
        }
        return Node.block(nodes);
    }

    private Node fixed(String name, Type result, List<Type> parameters) {
        StringBuilder list = new StringBuilder("Effects w");
        StringBuilder shown = new StringBuilder();
        for (Type type : parameters) {
            String parameter = "p" + (shown.length() / 4);
            list.append(", ").append(type.java).append(' ').append(parameter);
            shown.append(", ").append(parameter);
        }
        Node wait = statement(
                "int got = ",
                value(Type.INT, "w.ask(\"", grammar.key(), "\"" + shown + ").join()")
                        .awaits(),
                ";");
        Node more = statement("w.note(\"", grammar.key(), "\", got);");
        Node last = statement(result == Type.VOID ? "return;" : "return " + converted(result) + ";")
                .completes(false);
        return Node.member(
                "private static " + result.java + " " + name + "(" + list + ") throws IOException ",
                Node.block(List.of(wait, more, last)));
    }

    private static String converted(Type result) {
        return switch (result) {
            case BOOLEAN -> "got > 2";
            case TEXT -> "\"t\" + got";
            case SHORT -> "(short) got";
            case LIST -> "List.of(got)";
            default -> "got";
        };
    }

    private void recursive(String name) {
        String wait = "w.ask(\"" + grammar.key() + "\", depth).join()";
        String end = switch (dice.below(4)) {
            case 0 -> name + "(depth - 1) + " + wait;
            case 1 -> name + "(depth - " + wait + ")";
            case 2 -> wait + " - " + name + "(depth - 1)";
            default -> name + "(depth - 1)";
        };
        boolean waitsBefore = !end.contains("w.ask");
        Node first = statement(
                "if (depth <= 0) ",
                Node.block(List.of(statement("return ", value(Type.INT, wait).awaits(), ";")
                        .completes(false))));
        Node second = waitsBefore
                ? statement(
                        value(Type.INT, "w.ask(\"" + grammar.key() + "\").join()")
                                .awaits(),
                        ";")
                : statement("w.note(\"" + grammar.key() + "\", depth);");
        members.add(Node.member(
                "private int " + name + "(int depth) throws IOException ",
                Node.block(List.of(
                        first,
                        second,
                        statement("return ", value(Type.INT, end).awaits(), ";").completes(false)))));
        helpers.add(new Helper(
                name + "(", "w.act(\"" + grammar.key() + "\") & 3", List.of(), "", Type.INT, Thrown.IO, new int[] {14
                }));
        grammar.refusals.add("RECURSION");
    }

    private void nullable(String name) {
        Type result = dice.one(Type.INT, Type.LONG);
        Node value = value(Type.INT, "w.maybe(\"", grammar.key(), "\").join()").awaits();
        members.add(Node.member(
                "private " + result.java + " " + name + "() throws IOException ",
                Node.block(List.of(statement("return ", value, ";").completes(false)))));
        helpers.add(new Helper(name + "(", "", List.of(), "", result, Thrown.IO, new int[] {21}));
    }

    private void generic(String name) {
        Node wait = statement(
                "int got = ",
                value(Type.INT, "w.ask(\"", grammar.key(), "\", first).join()").awaits(),
                ";");
        if (dice.percent(50)) {
            Node last = statement("return got > 3 ? List.of(first) : List.of(first, second);")
                    .completes(false);
            members.add(Node.member(
                    "private <T> List<T> " + name + "(T first, T second) throws IOException ",
                    Node.block(List.of(wait, last))));
            helpers.add(
                    new Helper(name + "(", "", List.of(Type.BOX, Type.BOX), "", Type.LIST, Thrown.IO, new int[] {22}));
            helpers.add(new Helper(
                    name + "(", "", List.of(Type.TEXT, Type.TEXT), ".get(0)", Type.TEXT, Thrown.IO, new int[] {22}));
            return;
        }
        Node last = statement("return first.compareTo(second) > got - 3 ? first : second;")
                .completes(false);
        members.add(Node.member(
                "private <T extends Comparable<T>> T " + name + "(T first, T second) throws IOException ",
                Node.block(List.of(wait, last))));
        helpers.add(new Helper(name + "(", "", List.of(Type.BOX, Type.BOX), "", Type.BOX, Thrown.IO, new int[] {22}));
        helpers.add(
                new Helper(name + "(", "", List.of(Type.TEXT, Type.TEXT), "", Type.TEXT, Thrown.IO, new int[] {22}));
    }

    private void variable(String name) {
        Node loop = statement(
                "for (int one : all) ",
                Node.block(List.of(statement(
                        "sum += ",
                        value(Type.INT, "w.ask(\"", grammar.key(), "\", one).join()")
                                .awaits(),
                        ";"))));
        members.add(Node.member(
                "private int " + name + "(int... all) throws IOException ",
                Node.block(List.of(
                        statement("int sum = all.length;"),
                        loop,
                        statement("return sum;").completes(false)))));
        for (int i = 0; i < 3; i++) {
            helpers.add(new Helper(
                    name + "(", "", java.util.Collections.nCopies(i, Type.INT), "", Type.INT, Thrown.IO, new int[] {23
                    }));
        }
    }

    private void overloads(String name) {
        List<Type> types = List.of(Type.INT, Type.LONG, Type.TEXT, Type.OBJECT, Type.BOX, Type.CHAR);
        int from = dice.below(3);
        for (Type type : types.subList(from, from + 3)) {
            Node last = statement(
                            "return \"" + type + "\" + ",
                            value(Type.INT, "w.ask(\"", grammar.key(), "\", one).join()")
                                    .awaits(),
                            ";")
                    .completes(false);
            members.add(Node.member(
                    "private String " + name + "(" + type.java + " one) throws IOException ",
                    Node.block(List.of(last))));
        }
        for (Type type : types.subList(from, from + 3)) {
            helpers.add(new Helper(name + "(", "", List.of(type), "", Type.TEXT, Thrown.IO, new int[] {24}));
        }
    }

    private void family(String name) {
        String face = "Source" + made;
        members.add(Node.member("interface " + face + " {\nint " + name + "(int one) throws IOException;\n}"));
        for (String kind : List.of("Fast", "Slow")) {
            String wait = "w.ask(\"" + kind + grammar.key() + "\", one).join()";
            Node first = statement("w.note(\"", kind, "\", one);");
            Node last = statement(
                            "return ",
                            value(Type.INT, wait + (kind.equals("Fast") ? "" : " + one"))
                                    .awaits(),
                            ";")
                    .completes(false);
            members.add(Node.member(
                    "static class " + kind + made + " implements " + face + " {\nprivate final Effects w;\n" + kind
                            + made + "(Effects w) {\nthis.w = w;\n}\n@Override\npublic int " + name
                            + "(int one) throws IOException ",
                    Node.block(List.of(first, last)),
                    "\n}"));
        }
        String field = "source" + made;
        members.add(Node.member("private final " + face + " " + field + ";"));
        openings.add(field + " = w.even() ? new Fast" + made + "(w) : new Slow" + made + "(w);");
        helpers.add(
                new Helper(field + "." + name + "(", "", List.of(Type.INT), "", Type.INT, Thrown.IO, new int[] {25}));
    }

    /** A bean whose method is handed over whole, with its transaction. */
    private void transaction(String name) {
        String face = "Store" + made;
        members.add(Node.member("public interface " + face + " {\nint " + name + "(int one) throws IOException;\n}"));
        Node wait = statement(
                "int got = ",
                value(Type.INT, "w.ask(\"", grammar.key(), "\", one).join()").awaits(),
                ";");
        Node first = statement("w.save(\"", grammar.key(), "\", one);");
        Node fails = statement(
                "if (got == one) ",
                Node.block(List.of(
                        statement("throw new IllegalStateException(\"back\");").completes(false))));
        Node second = statement("w.save(\"", grammar.key(), "\", got);");
        Node last = statement("return got + w.act(\"", grammar.key(), "\");").completes(false);
        members.add(Node.member(
                "public static class Jdbc" + face + " implements " + face + " {\nprivate final Effects w;\nJdbc" + face
                        + "(Effects w) {\nthis.w = w;\n}\n@Override\n@Transactional\npublic int " + name
                        + "(int one) throws IOException ",
                Node.block(List.of(first, wait, fails, second, last)),
                "\n}"));
        String field = "store" + made;
        members.add(Node.member("private final " + face + " " + field + ";"));
        openings.add(field + " = w.bean(" + face + ".class, new Jdbc" + face + "(w));");
        helpers.add(new Helper(field + "." + name + "(", "", List.of(Type.INT), "", Type.INT, Thrown.IO, new int[] {}));
        grammar.offloads = true;
    }
}
