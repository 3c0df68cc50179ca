// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Parser;
import org.openrewrite.Recipe;
import org.openrewrite.RecipeRun;
import org.openrewrite.SourceFile;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;

/** Runs recipes on sources in memory, as the plugin does. */
final class Rewriter {
    private final List<Path> classPath;

    Rewriter(List<Path> classPath) {
        this.classPath = classPath;
    }

    /** All sources by path, after the recipe; nothing may fail inside it. */
    Map<String, String> rewrite(Recipe recipe, Map<String, String> sources) {
        Map<String, String> after = new TreeMap<>(sources);
        run(recipe, sources).getChangeset().getAllResults().forEach(result -> {
            SourceFile file = result.getAfter();
            if (file != null) {
                after.put(file.getSourcePath().toString(), file.printAll());
            }
        });
        return after;
    }

    RecipeRun run(Recipe recipe, Map<String, String> sources) {
        ExecutionContext ctx = new InMemoryExecutionContext(failure -> {
            throw new AssertionError(failure);
        });
        List<Parser.Input> inputs = sources.entrySet().stream()
                .map(entry -> Parser.Input.fromString(Path.of(entry.getKey()), entry.getValue()))
                .toList();
        List<SourceFile> files = JavaParser.fromJavaVersion()
                .classpath(classPath)
                .logCompilationWarningsAndErrors(true)
                .build()
                .parseInputs(inputs, null, ctx)
                .toList();
        return recipe.run(new InMemoryLargeSourceSet(files), ctx, 1, 1);
    }
}
