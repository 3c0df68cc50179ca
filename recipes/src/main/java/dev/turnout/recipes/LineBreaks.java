// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import org.openrewrite.java.tree.J;

/** How the lines of a file end. */
final class LineBreaks {
    private LineBreaks() {}

    /** What most lines of the file end with, as far as the space before imports and types tells. */
    static String of(J.CompilationUnit unit) {
        boolean windows = unit.getImports().stream()
                        .anyMatch(one -> one.getPrefix().getWhitespace().contains("\r\n"))
                || unit.getClasses().stream()
                        .anyMatch(
                                type -> type.getBody().getEnd().getWhitespace().contains("\r\n"));
        return windows ? "\r\n" : "\n";
    }
}
