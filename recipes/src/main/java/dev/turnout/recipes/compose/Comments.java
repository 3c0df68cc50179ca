// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openrewrite.Cursor;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Comment;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JRightPadded;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/** Which comments belong to which statement: OpenRewrite puts each before whatever comes next. */
final class Comments {
    private final J.CompilationUnit unit;
    private final Map<UUID, Place> places = new HashMap<>();
    private final Map<UUID, List<String>> inside = new HashMap<>();

    Comments(J.CompilationUnit unit, J.MethodDeclaration method) {
        this.unit = unit;
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.Block visitBlock(J.Block block, Integer p) {
                read(block.getPadding().getStatements(), block.getEnd());
                if (block.getStatements().isEmpty()) {
                    inside.put(block.getId(), texts(block.getEnd().getComments(), Source.indentOf(block)));
                }
                return super.visitBlock(block, p);
            }

            @Override
            public J.Case visitCase(J.Case one, Integer p) {
                read(one.getPadding().getStatements().getPadding().getElements(), Space.EMPTY);
                return super.visitCase(one, p);
            }
        }.visit(method, 0);
    }

    /** What stands before a statement, behind it in its line, and behind it up to the end of its block. */
    private static final class Place {
        private boolean gap;
        private List<String> before = List.of();
        private final List<String> trailing = new ArrayList<>();
        private List<String> end = List.of();
    }

    private void read(List<JRightPadded<Statement>> statements, Space end) {
        Place last = null;
        for (JRightPadded<Statement> padded : statements) {
            Statement statement = padded.getElement();
            Place place = new Place();
            Space rest = last == null ? statement.getPrefix() : split(statement.getPrefix(), last, statement);
            place.gap = rest.getWhitespace().chars().filter(c -> c == '\n').count() > 1;
            place.before = texts(rest.getComments(), Source.indentOf(statement));
            place.trailing.addAll(texts(padded.getAfter().getComments(), ""));
            places.put(statement.getId(), place);
            last = place;
        }
        if (last != null) {
            last.end = texts(split(end, last, statements.get(0).getElement()).getComments(), "");
        }
    }

    /** Gives the comments in the line of the last statement to it; the answer is what remains. */
    private Space split(Space space, Place last, J near) {
        String whitespace = space.getWhitespace();
        List<Comment> comments = space.getComments();
        int next = 0;
        while (next < comments.size() && !whitespace.contains("\n")) {
            last.trailing.addAll(texts(List.of(comments.get(next)), Source.indentOf(near)));
            whitespace = comments.get(next).getSuffix();
            next++;
        }
        return Space.build(whitespace, comments.subList(next, comments.size()));
    }

    private List<String> texts(List<Comment> comments, String indent) {
        Cursor cursor = new Cursor(new Cursor(null, Cursor.ROOT_VALUE), unit);
        return comments.stream()
                .map(comment -> Source.dedented(comment.printComment(cursor).replace("\r", ""), indent))
                .toList();
    }

    /** An empty line if there was one before the statement, and what stands before it. */
    List<Doc> before(Statement statement) {
        Place place = places.getOrDefault(statement.getId(), new Place());
        List<String> lines = new ArrayList<>(place.before);
        if (place.gap) {
            lines.add(0, "");
        }
        return lines.isEmpty() ? List.of() : List.of(Doc.text(String.join("\n", lines)));
    }

    /** As {@link #before}, with all that stands behind the statement, which will come to stand elsewhere. */
    List<Doc> all(Statement statement) {
        Place place = places.getOrDefault(statement.getId(), new Place());
        List<Doc> docs = new ArrayList<>(before(statement));
        place.trailing.forEach(text -> docs.add(Doc.text(text)));
        place.end.forEach(text -> docs.add(Doc.text(text)));
        return docs;
    }

    /** The statement as it is written now, with what stands around it. */
    List<Doc> around(Statement statement, List<Doc> written) {
        Place place = places.getOrDefault(statement.getId(), new Place());
        List<Doc> docs = new ArrayList<>(before(statement));
        int last = written.size() - 1;
        if (place.trailing.isEmpty()) {
            docs.addAll(written);
        } else if (last >= 0 && written.get(last) instanceof Doc.Text text) {
            docs.addAll(written.subList(0, last));
            docs.add(Doc.text(text.text() + " " + String.join(" ", place.trailing)));
        } else {
            place.trailing.forEach(comment -> docs.add(Doc.text(comment)));
            docs.addAll(written);
        }
        place.end.forEach(comment -> docs.add(Doc.text(comment)));
        return docs;
    }

    /** What stands in a block without statements. */
    List<Doc> inside(J.Block block) {
        return inside.getOrDefault(block.getId(), List.of()).stream()
                .map(Doc::text)
                .toList();
    }
}
