// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The recipes on a copy of the legacy application, through rewrite-maven-plugin, as a user runs them. */
final class Rewrite {
    private static final String PLUGIN = "org.openrewrite.maven:rewrite-maven-plugin:" + Versions.REWRITE_MAVEN_PLUGIN;
    private static final String CLASSPATH =
            "org.apache.maven.plugins:maven-dependency-plugin:" + Versions.MAVEN_DEPENDENCY_PLUGIN + ":build-classpath";
    private static final String RECIPES = "dev.turnout:turnout-recipes:" + Versions.TURNOUT;
    private static final int DIFF_LINES = 46;

    private final Console console;
    private final Maven maven;
    private final Path original;
    private final Path copy;
    private final Path folder;

    Rewrite(Console console, Maven maven, Path root, Path folder) {
        this.console = console;
        this.maven = maven;
        this.original = root.resolve("samples/notebooks-legacy");
        this.copy = folder.resolve("notebooks");
        this.folder = folder;
    }

    /** Copies the application and lists its tasks and blocking sites; changes nothing. */
    void inventory() throws Exception {
        copyTree(original, copy);
        ownGitRepository(copy);
        console.during(
                "Maven compiles the copy, the recipe reads it",
                () -> mvn(
                        "inventory",
                        PLUGIN + ":dryRun",
                        CLASSPATH,
                        "-Dmdep.outputFile=" + folder.resolve("legacy.classpath"),
                        "-Drewrite.activeRecipes=dev.turnout.recipes.Inventory"));
        Inventory inventory = Inventory.of(copy);
        console.line(inventory.tasksTable());
        console.line(inventory.sitesByTask());
        console.line(inventory.summary());
    }

    /** Rewrites the copy, compiles it and runs its own tests. */
    void run() throws Exception {
        console.during(
                "the recipes rewrite the copy",
                () -> mvn("rewrite", PLUGIN + ":run", "-Drewrite.activeRecipes=dev.turnout.recipes.MigrateJobs"));
        console.line(Diff.between(original, copy).shortened(DIFF_LINES));
        console.during(
                "the copy compiles and its own tests run",
                () -> mvn("test", "test", CLASSPATH, "-Dmdep.outputFile=" + folder.resolve("rewritten.classpath")));
        console.line("compiles, and its own tests pass: " + TestRuns.in(copy));
    }

    /** What became of the blocking sites, as the rewrite itself recorded it. */
    Report.Sites sites() {
        try {
            return Inventory.of(copy).counts();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the data tables of the rewrite", e);
        }
    }

    /** The untouched application, as the build of this repository compiled it. */
    Application legacy() throws IOException {
        return Application.of(original, folder.resolve("legacy.classpath"));
    }

    Application rewritten() throws IOException {
        return Application.of(copy, folder.resolve("rewritten.classpath"));
    }

    private Void mvn(String name, String... arguments) throws IOException, InterruptedException {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.add("-Drewrite.recipeArtifactCoordinates=" + RECIPES);
        all.add("-Drewrite.exportDatatables=true");
        maven.run(copy, folder.resolve("maven-" + name + ".log"), all);
        return null;
    }

    /**
     * The plugin leaves out what git ignores, and the repository around the copy ignores its build folder. So the copy
     * gets an empty git repository of its own.
     */
    private static void ownGitRepository(Path project) throws IOException {
        Path git = project.resolve(".git");
        Files.createDirectories(git.resolve("objects"));
        Files.createDirectories(git.resolve("refs/heads"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (dir.equals(from.resolve("target"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
