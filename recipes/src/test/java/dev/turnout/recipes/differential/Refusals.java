// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import static dev.turnout.recipes.differential.Node.statement;
import static dev.turnout.recipes.differential.Node.value;

import java.util.List;

/** Writes what must be refused, and notes by which code. */
final class Refusals {
    static final List<String> CODES =
            List.of("LOCK_HELD", "RETURN_IN_FINALLY", "UNKNOWN_HOF", "THREAD_CONTEXT", "INTERRUPT_LOGIC", "CTOR");

    private final Grammar grammar;

    Refusals(Grammar grammar) {
        this.grammar = grammar;
    }

    /** A statement that brings the code; it stands at the top of the task. */
    Node of(String code) {
        grammar.refusals.add(code);
        Node wait = value(Type.INT, "w.ask(\"", grammar.key(), "\").join()").awaits();
        Node waiting = statement("w.note(\"", grammar.key(), "\", ", wait, ");");
        return switch (code) {
            case "LOCK_HELD" -> statement("synchronized (this) ", Node.block(List.of(waiting)));
            case "RETURN_IN_FINALLY" ->
                statement(
                        "if (w.is(\"",
                        grammar.key(),
                        "\")) {\ntry ",
                        Node.block(List.of(waiting)),
                        " finally {\nreturn;\n}\n}");
            case "UNKNOWN_HOF" ->
                statement(
                        "java.util.function.Supplier<Integer> given = () -> ",
                        value(Type.INT, "w.quiet().ask(\"", grammar.key(), "\").join()")
                                .awaits(),
                        ";\nw.note(\"",
                        grammar.key(),
                        "\", given.get());");
            case "THREAD_CONTEXT" ->
                statement("LOCAL.set(1);\n", waiting, "\nw.note(\"", grammar.key(), "\", LOCAL.get());");
            case "INTERRUPT_LOGIC" ->
                statement(
                        "try {\nw.note(\"",
                        grammar.key(),
                        "\", ",
                        value(Type.INT, "w.ask(\"", grammar.key(), "\").get()").awaits(),
                        ");\n} catch (InterruptedException stopped) {\nw.note(\"stopped\");\n}");
            case "CTOR" -> statement("w.note(\"", grammar.key(), "\", new Slow(w).value);");
            default -> throw new IllegalArgumentException(code);
        };
    }
}
