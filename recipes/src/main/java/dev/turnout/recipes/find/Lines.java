// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.openrewrite.PrintOutputCapture;
import org.openrewrite.java.JavaPrinter;
import org.openrewrite.java.tree.J;

/** The line on which each tree of a file begins. */
final class Lines {
    private final Map<UUID, Integer> lines = new HashMap<>();

    static Lines of(J.CompilationUnit unit) {
        Lines result = new Lines();
        new JavaPrinter<Integer>() {
            private int counted;
            private int line = 1;

            @Override
            public J preVisit(J tree, PrintOutputCapture<Integer> out) {
                StringBuilder text = out.out;
                for (; counted < text.length(); counted++) {
                    if (text.charAt(counted) == '\n') {
                        line++;
                    }
                }
                long inPrefix = tree.getPrefix()
                                .getWhitespace()
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        + tree.getPrefix().getComments().stream()
                                .mapToLong(comment -> (comment.printComment(getCursor()) + comment.getSuffix())
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count())
                                .sum();
                result.lines.put(tree.getId(), line + (int) inPrefix);
                return tree;
            }
        }.visit(unit, new PrintOutputCapture<>(0));
        return result;
    }

    int of(J tree) {
        return lines.getOrDefault(tree.getId(), 0);
    }
}
