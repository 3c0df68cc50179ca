// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.find.Project;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.tree.J;

/** The scanner that all recipes share: takes every Java file into the project. */
final class Scan {
    private Scan() {}

    static TreeVisitor<Tree, ExecutionContext> into(Project project) {
        return new TreeVisitor<>() {
            @Override
            public @Nullable Tree visit(@Nullable Tree tree, ExecutionContext ctx) {
                if (tree instanceof J.CompilationUnit unit) {
                    project.add(unit);
                }
                return tree;
            }
        };
    }
}
