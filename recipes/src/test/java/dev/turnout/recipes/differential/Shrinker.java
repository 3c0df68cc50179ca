// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes a program that is rewritten wrongly as small as it can be while it stays wrong in the same way. */
final class Shrinker {
    /** Candidates that are tried at once. */
    private static final int AT_ONCE = 24;

    private final Batch batch;
    private final int rounds;

    Shrinker(Batch batch, int rounds) {
        this.batch = batch;
        this.rounds = rounds;
    }

    Batch.Result smallest(Batch.Result wrong) {
        Batch.Result best = wrong;
        int from = 0;
        boolean better = false;
        for (int round = 0; round < rounds; round++) {
            List<Program> candidates = candidates(best.program());
            if (from >= candidates.size()) {
                if (!better) {
                    return best;
                }
                from = 0;
                better = false;
            }
            int to = Math.min(candidates.size(), from + AT_ONCE);
            Batch.Result before = best;
            Optional<Batch.Result> smaller = batch.of(candidates.subList(from, to)).stream()
                    .filter(result -> result.wrong() && kind(result).equals(kind(before)))
                    .min(Comparator.comparingInt(
                            result -> result.program().root().size()));
            if (smaller.isPresent()) {
                best = smaller.get();
                better = true;
            } else {
                from = to;
            }
        }
        return best;
    }

    /** What must stay the same, so that one fault does not turn into another. */
    private static String kind(Batch.Result result) {
        return result.complaint() == null
                ? "difference"
                : result.complaint()
                        .replaceAll("line \\d+", "")
                        .replaceAll("\\b[a-zP]\\w*\\d*\\b", "")
                        .substring(0, 10);
    }

    /** The program with one piece less, the biggest piece first; under names of their own. */
    static List<Program> candidates(Program program) {
        List<Node[]> pairs = new ArrayList<>();
        program.root().each(node -> {
            if (node == program.root()) {
                return;
            }
            switch (node.kind()) {
                case MEMBER, CLAUSE -> pairs.add(new Node[] {node, null});
                case STATEMENT -> {
                    pairs.add(new Node[] {node, null});
                    inner(node).forEach(part -> pairs.add(new Node[] {node, part}));
                }
                case VALUE -> simpler(node).forEach(part -> pairs.add(new Node[] {node, part}));
                default -> {}
            }
        });
        pairs.sort(Comparator.comparingInt(pair -> size(pair[1]) - size(pair[0])));
        List<Program> programs = new ArrayList<>();
        for (Node[] pair : pairs) {
            Node root = program.root().with(pair[0], pair[1]);
            if (root.size() < program.root().size()
                    || !root.text().equals(program.root().text())) {
                programs.add(program.renamed(programs.size(), root));
            }
        }
        return programs;
    }

    private static int size(Node node) {
        return node == null ? 0 : node.size();
    }

    /** Blocks and statements in a statement that may stand for it. */
    private static List<Node> inner(Node statement) {
        List<Node> parts = new ArrayList<>();
        statement.each(node -> {
            boolean stands = node.kind() == Node.Kind.BLOCK || node.kind() == Node.Kind.STATEMENT;
            if (node != statement && stands && parts.size() < 6) {
                parts.add(node);
            }
        });
        return parts;
    }

    private static List<Node> simpler(Node value) {
        List<Node> parts = new ArrayList<>();
        if (value.type() == Type.VOID
                || value.children().isEmpty() && value.text().equals(value.type().literal)) {
            return parts;
        }
        value.each(node -> {
            if (node != value && node.kind() == Node.Kind.VALUE && value.type() == node.type() && parts.size() < 5) {
                parts.add(node);
            }
        });
        if (value.size() > 1 || value.waits()) {
            parts.add(Node.value(value.type(), value.type().literal));
        }
        return parts;
    }
}
