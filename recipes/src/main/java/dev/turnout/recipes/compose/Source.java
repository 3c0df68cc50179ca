// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Composed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.Tree;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.Comment;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.marker.Markers;

/** Source text of trees, with some of them replaced. */
final class Source {
    private final J.CompilationUnit unit;

    /** Text that stands in place of a tree. */
    final Map<UUID, String> replaced = new HashMap<>();

    /** Text that stands in place of a local variable. */
    final Map<String, String> renamed = new HashMap<>();

    private String indent = "";

    Source(J.CompilationUnit unit) {
        this.unit = unit;
    }

    /** Says which statement is being written; its indentation is taken off what comes from it. */
    void at(Statement statement) {
        String own = indentOf(statement);
        indent = own.isEmpty() ? indent : own;
    }

    String of(J tree) {
        return of(tree, statement -> null);
    }

    /** The text of {@code tree} without what stands before it; {@code jumps} may replace jumps by other statements. */
    String of(J tree, Function<Statement, @Nullable List<String>> jumps) {
        J changed = new Replacing(jumps).visitNonNull(tree, 0, new Cursor(root(), unit));
        String text = changed.withPrefix(Space.EMPTY).print(new Cursor(root(), unit));
        return dedented(text, indent);
    }

    private static Cursor root() {
        return new Cursor(null, Cursor.ROOT_VALUE);
    }

    /** Comments before {@code tree}, each in its lines; an empty first line if there was one. */
    String before(J tree) {
        StringBuilder out = new StringBuilder();
        Space prefix = tree.getPrefix();
        if (prefix.getWhitespace().chars().filter(c -> c == '\n').count() > 1) {
            out.append('\n');
        }
        List<Comment> comments = prefix.getComments();
        for (Comment comment : comments) {
            out.append(dedented(comment.printComment(new Cursor(root(), unit)), indentOf(tree)))
                    .append('\n');
        }
        return out.toString();
    }

    private static String indentOf(J tree) {
        String whitespace = tree.getPrefix().getComments().isEmpty()
                ? tree.getPrefix().getWhitespace()
                : tree.getPrefix()
                        .getComments()
                        .get(tree.getPrefix().getComments().size() - 1)
                        .getSuffix();
        int line = whitespace.lastIndexOf('\n');
        return line < 0 ? "" : whitespace.substring(line + 1);
    }

    /** Takes the indentation of the surrounding code off all lines but the first. */
    private String dedented(String text, String indent) {
        if (!text.contains("\n")) {
            return text;
        }
        String[] lines = text.split("\n", -1);
        String common = indent;
        StringBuilder out = new StringBuilder(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            out.append('\n').append(line.startsWith(common) ? line.substring(common.length()) : line.stripLeading());
        }
        return out.toString();
    }

    private final class Replacing extends JavaVisitor<Integer> {
        private final Function<Statement, @Nullable List<String>> jumps;

        Replacing(Function<Statement, @Nullable List<String>> jumps) {
            this.jumps = jumps;
        }

        @Override
        public @Nullable J visit(@Nullable Tree tree, Integer p) {
            if (tree instanceof Expression expression) {
                String text = replaced.get(expression.getId());
                if (text != null) {
                    return name(expression.getPrefix(), text);
                }
            }
            if (tree instanceof Statement statement && tree instanceof J j) {
                List<String> others = jumps.apply(statement);
                if (others != null) {
                    return jump(j, others);
                }
            }
            return super.visit(tree, p);
        }

        private J jump(J statement, List<String> others) {
            boolean inBlock = getCursor().getValue() instanceof J.Block
                    || getCursor().getParentTreeCursor().getValue() instanceof J.Block;
            String indent = "\n" + indentOf(statement);
            String text = others.size() == 1
                    ? others.get(0)
                    : inBlock ? String.join(";" + indent, others) : "{ " + String.join("; ", others) + "; }";
            String ended = text.endsWith("}") ? text : text + ";";
            return new J.Erroneous(Tree.randomId(), statement.getPrefix(), Markers.EMPTY, ended);
        }

        @Override
        public J visitLiteral(J.Literal literal, Integer p) {
            String text = literal.getValueSource();
            return text == null || !text.contains("\n")
                    ? literal
                    : literal.withValueSource(text.replace("\r", "").replace('\n', Composed.LINE_BREAK));
        }

        private static J.Identifier name(Space prefix, String text) {
            return new J.Identifier(Tree.randomId(), prefix, Markers.EMPTY, List.of(), text, null, null);
        }

        @Override
        public J visitIdentifier(J.Identifier identifier, Integer p) {
            String other = renamed.get(identifier.getSimpleName());
            if (other != null && Locals.isLocal(identifier) && !isName(identifier)) {
                return identifier.withSimpleName(other);
            }
            return identifier;
        }

        private boolean isName(J.Identifier identifier) {
            Object parent = getCursor().getParentTreeCursor().getValue();
            return parent instanceof J.FieldAccess access && access.getName() == identifier
                    || parent instanceof J.MethodInvocation call && call.getName() == identifier
                    || parent instanceof J.VariableDeclarations.NamedVariable variable
                            && variable.getName() == identifier;
        }
    }
}
