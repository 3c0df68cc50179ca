// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.List;

/** A piece of a body that is being written: lines, blocks, and statements around an expression. */
sealed interface Doc {
    /** Text as it is, without indentation of its own; may have several lines. */
    record Text(String text) implements Doc {}

    /** A head such as {@code if (x) &#123;}, an indented body, a tail. */
    record Block(String head, List<Doc> body, String tail) implements Doc {}

    /** A lead such as {@code return}, an expression, a semicolon. */
    record Statement(String lead, Expr expr) implements Doc {}

    static Doc text(String text) {
        return new Text(text);
    }

    static Doc give(Expr expr) {
        return new Statement("return ", expr);
    }

    /** An expression that may need several lines. */
    sealed interface Expr {}

    /** Text as it is. */
    record Raw(String text) implements Expr {}

    /** A call with arguments. */
    record Call(String function, List<Expr> arguments) implements Expr {}

    /** A lambda with a body of statements. */
    record Lambda(String parameters, List<Doc> body) implements Expr {}

    /** {@code a ? b : c}. */
    record Choice(String condition, Expr yes, Expr no) implements Expr {}

    static Expr raw(String text) {
        return new Raw(text);
    }

    static Expr call(String function, Expr... arguments) {
        return new Call(function, List.of(arguments));
    }
}
