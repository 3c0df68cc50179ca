// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a body with indentation and line breaks. */
final class Layout {
    private static final int WIDTH = 120;
    private static final String UNIT = "    ";
    private static final String CONTINUED = UNIT + UNIT;

    private final int outer;

    /** A layout for text that will be moved to the right by {@code outer} columns. */
    Layout(int outer) {
        this.outer = outer;
    }

    String body(List<Doc> docs, String indent) {
        StringBuilder out = new StringBuilder();
        for (Doc doc : docs) {
            out.append(doc(doc, indent));
        }
        return out.toString();
    }

    private String doc(Doc doc, String indent) {
        if (doc instanceof Doc.Text text) {
            return indented(text.text(), indent);
        }
        if (doc instanceof Doc.Block block) {
            return indented(block.head(), indent)
                    + body(Brief.trimmed(block.body()), indent + UNIT)
                    + indented(block.tail(), indent);
        }
        Doc.Statement statement = (Doc.Statement) doc;
        return indent + statement.lead()
                + expr(
                        statement.expr(),
                        indent,
                        indent.length() + statement.lead().length(),
                        1) + ";\n";
    }

    /** The expression, whose first line begins at {@code column} and whose further lines begin at {@code indent}. */
    private String expr(Doc.Expr expr, String indent, int column, int tail) {
        if (expr instanceof Doc.Raw raw) {
            return lines(raw.text(), indent);
        }
        String flat = flat(expr);
        if (flat != null && outer + column + flat.length() + tail <= WIDTH) {
            return flat;
        }
        if (expr instanceof Doc.Lambda lambda) {
            return lambda(lambda, indent, column, tail);
        }
        if (expr instanceof Doc.Choice choice) {
            String below = indent + CONTINUED;
            return choice.condition() + "\n" + below + "? " + expr(choice.yes(), below, below.length() + 2, tail) + "\n"
                    + below + ": " + expr(choice.no(), below, below.length() + 2, tail);
        }
        return call((Doc.Call) expr, indent, column, tail);
    }

    private String call(Doc.Call call, String indent, int column, int tail) {
        List<Doc.Expr> arguments = call.arguments();
        if (arguments.isEmpty()) {
            return call.function() + "()";
        }
        Doc.Expr last = arguments.get(arguments.size() - 1);
        String head = head(call);
        if (head != null && hugs(last) && !fitsLineByLine(arguments, indent, tail)) {
            int start = column + head.length();
            String hugged = head + expr(last, indent, start, tail + 1) + ")";
            String first = hugged.substring(0, hugged.indexOf('\n') < 0 ? hugged.length() : hugged.indexOf('\n'));
            if (outer + column + first.length() <= WIDTH) {
                return hugged;
            }
        }
        String below = indent + CONTINUED;
        List<String> parts = new ArrayList<>();
        for (Doc.Expr argument : arguments) {
            parts.add(expr(argument, below, below.length(), argument == last ? tail + 1 : 1));
        }
        return call.function() + "(\n" + below + String.join(",\n" + below, parts) + ")";
    }

    /** Whether each of several arguments fits into a line of its own. */
    private boolean fitsLineByLine(List<Doc.Expr> arguments, String indent, int tail) {
        return arguments.size() > 1
                && arguments.stream()
                        .map(this::flat)
                        .allMatch(flat -> flat != null
                                && outer + indent.length() + CONTINUED.length() + flat.length() + tail + 1 <= WIDTH);
    }

    private static boolean hugs(Doc.Expr last) {
        return last instanceof Doc.Lambda
                || last instanceof Doc.Call call && call.arguments().size() == 1
                || last instanceof Doc.Raw raw && raw.text().contains("\n");
    }

    /** Function and all arguments but the last, if they fit into one line. */
    private @Nullable String head(Doc.Call call) {
        StringBuilder head = new StringBuilder(call.function()).append('(');
        for (int i = 0; i < call.arguments().size() - 1; i++) {
            String flat = flat(call.arguments().get(i));
            if (flat == null) {
                return null;
            }
            head.append(flat).append(", ");
        }
        return head.toString();
    }

    private String lambda(Doc.Lambda given, String indent, int column, int tail) {
        Doc.Lambda lambda = new Doc.Lambda(given.parameters(), Brief.trimmed(given.body()));
        String arrow = lambda.parameters() + " -> ";
        if (lambda.body().size() == 1
                && lambda.body().get(0) instanceof Doc.Statement only
                && only.lead().matches("(return )?")) {
            return arrow + expr(only.expr(), indent, column + arrow.length(), tail);
        }
        if (lambda.body().isEmpty()) {
            return arrow + "{}";
        }
        return arrow + "{\n" + body(lambda.body(), indent + UNIT) + indent + "}";
    }

    /** The expression in one line, or null. */
    private @Nullable String flat(Doc.Expr expr) {
        if (expr instanceof Doc.Raw raw) {
            return raw.text().contains("\n") ? null : raw.text();
        }
        if (expr instanceof Doc.Choice choice) {
            String yes = flat(choice.yes());
            String no = flat(choice.no());
            return yes == null || no == null ? null : choice.condition() + " ? " + yes + " : " + no;
        }
        if (expr instanceof Doc.Lambda given) {
            Doc.Lambda lambda = new Doc.Lambda(given.parameters(), Brief.trimmed(given.body()));
            if (lambda.body().isEmpty()) {
                return lambda.parameters() + " -> {}";
            }
            if (lambda.body().size() != 1
                    || !(lambda.body().get(0) instanceof Doc.Statement only)
                    || !only.lead().matches("(return )?")) {
                return null;
            }
            String body = flat(only.expr());
            return body == null ? null : lambda.parameters() + " -> " + body;
        }
        Doc.Call call = (Doc.Call) expr;
        List<String> parts = new ArrayList<>();
        for (Doc.Expr argument : call.arguments()) {
            String part = flat(argument);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return call.function() + "(" + String.join(", ", parts) + ")";
    }

    private static String indented(String text, String indent) {
        StringBuilder out = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            out.append(line.isEmpty() ? "" : indent + line).append('\n');
        }
        return out.toString();
    }

    private static String lines(String text, String indent) {
        return text.replace("\n", "\n" + indent);
    }
}
