// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Plan;
import dev.turnout.recipes.find.Project;
import dev.turnout.recipes.find.Verdict;
import dev.turnout.recipes.table.Sites;
import dev.turnout.recipes.table.Tasks;
import java.util.Collection;
import java.util.List;
import org.openrewrite.ExecutionContext;
import org.openrewrite.ScanningRecipe;
import org.openrewrite.SourceFile;
import org.openrewrite.TreeVisitor;

/** Reports all tasks and all blocking calls on their paths, and what the rewrite would do with them. Changes nothing. */
public class Inventory extends ScanningRecipe<Project> {
    @SuppressWarnings("this-escape") // OpenRewrite wants its data tables made so, and only keeps the reference
    private final transient Tasks tasks = new Tasks(this);

    @SuppressWarnings("this-escape") // as above
    private final transient Sites sites = new Sites(this);

    @Override
    public String getDisplayName() {
        return "List tasks and what blocks in them";
    }

    @Override
    public String getDescription() {
        return "Finds the methods that JobRunr runs and each blocking call on their paths, and says for each whether it"
                + " becomes a stage, is handed to a blocking thread, or keeps its task in a blocking lane.";
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
    public Collection<SourceFile> generate(Project project, ExecutionContext ctx) {
        for (Verdict verdict : project.plan(new Composer()).verdicts()) {
            tasks.insertRow(ctx, Plan.row(verdict));
            verdict.sites().forEach(row -> sites.insertRow(ctx, row));
        }
        return List.of();
    }
}
