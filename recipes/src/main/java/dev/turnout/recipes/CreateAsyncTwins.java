// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

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
public class CreateAsyncTwins extends ScanningRecipe<Rewriting> {
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
    public Rewriting getInitialValue(ExecutionContext ctx) {
        return new Rewriting(Scan.project(ctx));
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getScanner(Rewriting rewriting) {
        return Scan.into(rewriting.project());
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor(Rewriting rewriting) {
        return new TreeVisitor<Tree, ExecutionContext>() {
            @Override
            public @Nullable Tree visit(@Nullable Tree tree, ExecutionContext ctx) {
                return tree instanceof J.CompilationUnit unit ? rewriting.rewrite(unit, ctx) : tree;
            }
        };
    }
}
