// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.member;
import static dev.turnout.recipes.differential.Node.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A generated class with a task.
 *
 * @param seed what it was made from
 * @param simpleName of the class
 * @param parameters types of the parameters of the task
 * @param refusals codes by which the rewrite may refuse it
 * @param offloads whether something in it has to be handed to a blocking thread
 * @param root its pieces
 */
record Program(long seed, String simpleName, List<Type> parameters, Set<String> refusals, boolean offloads, Node root) {
    static final String PACKAGE = "generated";

    private static final int FUEL = 16;

    /** Rows that helpers stand for. */
    private static final List<Integer> HELPERS = List.of(33, 33, 33, 14, 21, 22, 23, 24, 24, 25, 26);

    /** The program of a seed. */
    static Program of(long seed) {
        Dice dice = new Dice(seed);
        List<Integer> shapes = dice.percent(60) ? Nesting.of(seed).shapes() : List.of();
        Grammar grammar = new Grammar(dice, shapes, dice.between(2, FUEL));
        if (dice.percent(55)) {
            for (int i = dice.between(1, 2); i > 0; i--) {
                grammar.helpers.add(dice.one(HELPERS));
            }
        }
        if (dice.percent(4)) {
            grammar.helpers.add(Helpers.TRANSACTION);
        }
        boolean refused = dice.percent(4);
        String code = dice.one(Refusals.CODES);
        Type result = refused && code.equals("RETURN_IN_FINALLY")
                ? Type.VOID
                : dice.one(Type.INT, Type.INT, Type.VOID, Type.TEXT, Type.LONG, Type.BOX, Type.BOOLEAN);
        List<Type> parameters = new ArrayList<>();
        for (int i = dice.below(3); i > 0; i--) {
            parameters.add(dice.one(Type.INT, Type.TEXT, Type.LONG, Type.BOX));
        }
        Node first = refused ? new Refusals(grammar).of(code) : statement("");
        Node task = grammar.helpers.method("@Job\npublic ", "run", result, parameters, Place.Thrown.ANY);
        if (refused) {
            Node body = task.children().get(0);
            List<Node> statements = new ArrayList<>(List.of(first));
            statements.addAll(body.children());
            task = task.with(body, Node.block(statements));
        }
        return new Program(
                seed, "P" + seed, parameters, Set.copyOf(grammar.refusals), grammar.offloads, root(grammar, task));
    }

    String name() {
        return PACKAGE + "." + simpleName;
    }

    String text() {
        return Indented.of(root.text().replace("%NAME%", simpleName));
    }

    /** Another one for the same inputs, which may be tried beside this one. */
    Program renamed(int number, Node other) {
        return new Program(seed, "P" + seed + "_" + number, parameters, refusals, offloads, other);
    }

    private static Node root(Grammar grammar, Node task) {
        List<Object> parts = new ArrayList<>();
        parts.add("package " + PACKAGE + ";\n\n" + IMPORTS + "\npublic class %NAME% {\n");
        parts.add("private final Effects w;\nprivate int count = 1;\nprivate long total = 2;\n");
        parts.add("private final int[] cells = {1, 2, 3};\n");
        parts.add(member("private int[] some;\n"));
        parts.add(member("private static final ThreadLocal<Integer> LOCAL = new ThreadLocal<>();\n"));
        String openings = grammar.helpers.openings().stream().collect(Collectors.joining("\n"));
        parts.add("\npublic %NAME%(Effects w) {\nthis.w = w;\n" + openings + "\n}\n\n");
        parts.add(task);
        for (Node helper : grammar.helpers.members()) {
            parts.add("\n\n");
            parts.add(helper);
        }
        for (String text : COLLABORATORS) {
            parts.add(member("\n\n" + text.strip()));
        }
        parts.add("\n}\n");
        return member(parts.toArray());
    }

    private static final String IMPORTS = """
            import dev.turnout.recipes.differential.Effects;
            import java.io.IOException;
            import java.util.List;
            import java.util.Optional;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionException;
            import java.util.concurrent.ExecutionException;
            import java.util.concurrent.TimeUnit;
            import java.util.concurrent.TimeoutException;
            import java.util.stream.Collectors;
            import org.jobrunr.jobs.annotations.Job;
            import org.springframework.transaction.annotation.Transactional;
            """;

    /** Methods that do not wait. */
    private static final List<String> COLLABORATORS = List.of(
            "private int bump() throws IOException {\ncount += w.act(\"bump\");\nreturn count;\n}",
            "private int sum(int... all) throws IOException {\nint sum = 0;\nfor (int one : all) {\nsum = 10 * sum + one;\n}\nw.note(\"sum\", all);\nreturn sum;\n}",
            "private int weigh(int a, boolean b, long c) throws IOException {\nw.note(\"weigh\", a, b, c);\nreturn b ? a : (int) c;\n}",
            "private boolean check(int a, boolean b) throws IOException {\nw.note(\"check\", a, b);\nreturn b && a > 1;\n}",
            "private String join(String a, int b, Object c) throws IOException {\nw.note(\"join\", a, b, c);\nreturn a + b + c;\n}",
            "private static String kind(int one) {\nreturn \"int\" + one;\n}",
            "private static String kind(long one) {\nreturn \"long\" + one;\n}",
            "private static String kind(char one) {\nreturn \"char\" + one;\n}",
            "private static String kind(Integer one) {\nreturn \"Integer\" + one;\n}",
            "private static String kind(String one) {\nreturn \"String\" + one;\n}",
            "private static String kind(Object one) {\nreturn \"Object\" + one;\n}",
            "private final Box held = new Box(1, 2);\n\nprivate Box box() throws IOException {\nw.note(\"box\");\nreturn held;\n}",
            "static class Box {\nint value;\n\nBox(int a, int b) {\nvalue = 10 * a + b;\n}\n\nint get() {\nreturn value;\n}\n}",
            "static class Slow {\nfinal int value;\n\nSlow(Effects w) throws IOException {\nvalue = w.ask(\"slow\").join();\n}\n}");
}
