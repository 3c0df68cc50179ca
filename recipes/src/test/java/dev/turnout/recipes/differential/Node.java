// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A piece of a generated program: text with other pieces in it. Knows what it is, so that it can be made smaller. */
final class Node {
    /** What may be done with it. */
    enum Kind {
        VALUE,
        STATEMENT,
        BLOCK,
        /** Part of a statement that may be left out. */
        CLAUSE,
        MEMBER
    }

    private final Kind kind;
    private final Type type;
    private final List<Object> parts;
    private final Set<Integer> rows = new TreeSet<>();
    private boolean await;
    private boolean completes = true;

    private Node(Kind kind, Type type, List<Object> parts) {
        this.kind = kind;
        this.type = type;
        this.parts = parts;
    }

    static Node value(Type type, Object... parts) {
        return new Node(Kind.VALUE, type, List.of(parts));
    }

    static Node statement(Object... parts) {
        return new Node(Kind.STATEMENT, Type.VOID, List.of(parts));
    }

    static Node clause(Object... parts) {
        return new Node(Kind.CLAUSE, Type.VOID, List.of(parts));
    }

    static Node member(Object... parts) {
        return new Node(Kind.MEMBER, Type.VOID, List.of(parts));
    }

    static Node block(Collection<Node> statements) {
        Node block = new Node(Kind.BLOCK, Type.VOID, new ArrayList<>(statements));
        block.completes = statements.stream().allMatch(Node::completes);
        return block;
    }

    /** Marks it as one of the shapes of the table, by their numbers. */
    Node row(int... numbers) {
        for (int number : numbers) {
            rows.add(number);
        }
        return this;
    }

    /** Marks it as a wait itself. */
    Node awaits() {
        await = true;
        return this;
    }

    Node completes(boolean whether) {
        completes = whether;
        return this;
    }

    Kind kind() {
        return kind;
    }

    Type type() {
        return type;
    }

    Set<Integer> rows() {
        return rows;
    }

    boolean completes() {
        return completes;
    }

    boolean waits() {
        return await || children().stream().anyMatch(Node::waits);
    }

    List<Node> children() {
        return parts.stream()
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .toList();
    }

    /** Goes through this and all below. */
    void each(Consumer<Node> visitor) {
        visitor.accept(this);
        children().forEach(child -> child.each(visitor));
    }

    int size() {
        return 1 + children().stream().mapToInt(Node::size).sum();
    }

    /** The same with another piece in place of one of it, or without it if there is none. */
    Node with(Node old, Node replacement) {
        if (this == old) {
            return replacement;
        }
        List<Object> changed = new ArrayList<>();
        boolean same = true;
        for (Object part : parts) {
            Object now = part instanceof Node node ? node.with(old, replacement) : part;
            same &= now == part;
            if (now != null) {
                changed.add(now);
            }
        }
        if (same) {
            return this;
        }
        Node copy = new Node(kind, type, changed);
        copy.rows.addAll(rows);
        copy.await = await;
        copy.completes = completes;
        return copy;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }

    private void write(StringBuilder text) {
        if (kind == Kind.BLOCK) {
            text.append("{\n");
            for (Object part : parts) {
                ((Node) part).write(text);
                text.append('\n');
            }
            text.append('}');
            return;
        }
        for (Object part : parts) {
            if (part instanceof Node node) {
                node.write(text);
            } else {
                text.append(part);
            }
        }
    }
}
