// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.find.Project;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.tree.J;

/** The scanner that all recipes share: takes every Java file into the project. */
final class Scan {
    /** Projects by the cycle of OpenRewrite in which all recipes read the same sources. */
    private static final Map<Object, Project> PROJECTS = Collections.synchronizedMap(new WeakHashMap<>());

    private Scan() {}

    /** The project of this cycle: whichever recipe asks first has it read, and planned, for all of them. */
    static Project project(ExecutionContext ctx) {
        Object cycle = ctx.getMessage(ExecutionContext.CURRENT_CYCLE);
        return cycle == null ? new Project() : PROJECTS.computeIfAbsent(cycle, key -> new Project());
    }

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
