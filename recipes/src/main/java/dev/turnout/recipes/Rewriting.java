// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Change;
import dev.turnout.recipes.find.Project;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.java.tree.J;

/** What one run collects: the project, and once that is known, the new methods. */
final class Rewriting {
    private final Project project = new Project();
    private @Nullable Methods methods;

    Project project() {
        return project;
    }

    /** The file as it is to be. */
    J.CompilationUnit rewrite(J.CompilationUnit unit, ExecutionContext ctx) {
        Map<UUID, Change> changes = project.plan(new Composer()).changes();
        if (methods == null) {
            methods = Methods.of(changes.values());
        }
        return Splice.into(unit, changes, methods, ctx);
    }
}
