// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import dev.turnout.recipes.compose.Composer;
import dev.turnout.recipes.find.Change;
import dev.turnout.recipes.find.Project;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.SourceFile;
import org.openrewrite.java.tree.J;

/** What one run collects: the project, and once that is known, the new methods. */
final class Rewriting {
    private final Project project;
    private final Function<String, SourceFile> parser;
    private @Nullable Methods methods;

    Rewriting(Project project) {
        this(project, Methods::parse);
    }

    Rewriting(Project project, Function<String, SourceFile> parser) {
        this.parser = parser;
        this.project = project;
    }

    Project project() {
        return project;
    }

    /** The file as it is to be. */
    J.CompilationUnit rewrite(J.CompilationUnit unit, ExecutionContext ctx) {
        Map<UUID, Change> changes = project.plan(new Composer()).changes();
        if (methods == null) {
            methods = Methods.of(changes.values(), parser);
        }
        return Splice.into(unit, changes, methods, ctx);
    }
}
