// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.recipes.table.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Parser;
import org.openrewrite.Recipe;
import org.openrewrite.RecipeRun;
import org.openrewrite.SourceFile;
import org.openrewrite.config.Environment;
import org.openrewrite.config.YamlResourceLoader;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.tree.J;

/** Our one recipe for users, as the catalog declares it, run in this process on sources in memory. */
record MigrateJobs(List<Path> classPath) {
    private static final String CATALOG = "META-INF/rewrite/turnout.yml";
    private static final String NAME = "dev.turnout.recipes.MigrateJobs";

    /**
     * What came of it.
     *
     * @param after all files, changed or not
     * @param tasks a row for each task
     */
    record Result(Sample after, List<Tasks.Row> tasks) {}

    Result on(Sample before) throws IOException {
        RecipeRun run = recipe().run(new InMemoryLargeSourceSet(parsed(before)), context());
        Map<String, String> after = new TreeMap<>(before.files());
        run.getChangeset().getAllResults().forEach(result -> {
            SourceFile file = Objects.requireNonNull(result.getAfter(), "a file was deleted");
            after.put(file.getSourcePath().toString().replace('\\', '/'), file.printAll());
        });
        return new Result(before.withFiles(after), run.getDataTableRows(Tasks.class));
    }

    private List<SourceFile> parsed(Sample sample) {
        List<Parser.Input> inputs = sample.under("src/").entrySet().stream()
                .filter(file -> file.getKey().endsWith(".java"))
                .map(file -> Parser.Input.fromString(Path.of(file.getKey()), file.getValue()))
                .toList();
        List<SourceFile> files = JavaParser.fromJavaVersion()
                .classpath(classPath)
                .build()
                .parseInputs(inputs, null, context())
                .toList();
        assertThat(files).hasSameSizeAs(inputs).allMatch(J.CompilationUnit.class::isInstance);
        return files;
    }

    private static Recipe recipe() throws IOException {
        ClassLoader loader = MigrateJobs.class.getClassLoader();
        try (InputStream catalog = loader.getResourceAsStream(CATALOG)) {
            Environment environment = Environment.builder()
                    .load(new YamlResourceLoader(
                            Objects.requireNonNull(catalog), URI.create(CATALOG), new Properties(), loader))
                    .build();
            Recipe recipe = environment.activateRecipes(NAME);
            assertThat(recipe.validate().isValid()).isTrue();
            return recipe;
        }
    }

    private static ExecutionContext context() {
        return new InMemoryExecutionContext(failure -> {
            throw new AssertionError(failure);
        });
    }
}
