// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Change;
import dev.turnout.recipes.find.Project;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.ScanningRecipe;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.tree.J;

/**
 * Gives each task whose waiting can be composed away a twin that returns a stage, and leaves a facade under its old
 * name. What cannot be converted for certain stays as it is.
 */
public class CreateAsyncTwins extends ScanningRecipe<Project> {
    @Override
    public String getDisplayName() {
        return "Create async twins of tasks";
    }

    @Override
    public String getDescription() {
        return "Converts blocking tasks to `CompletionStage` form beside a blocking facade under the old name and"
                + " signature, so that queued jobs still find their method. Tasks that cannot be converted for certain"
                + " are left alone.";
    }

    @Override
    public Project getInitialValue(ExecutionContext ctx) {
        return new Project();
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getScanner(Project project) {
        return Scan.into(project);
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor(Project project) {
        return new TreeVisitor<Tree, ExecutionContext>() {
            @Override
            public @Nullable Tree visit(@Nullable Tree tree, ExecutionContext ctx) {
                if (tree instanceof J.CompilationUnit unit) {
                    Map<UUID, Change> changes = project.plan(new Composer()).changes();
                    return changes.isEmpty() ? unit : Splice.into(unit, changes, ctx);
                }
                return tree;
            }
        };
    }
}
