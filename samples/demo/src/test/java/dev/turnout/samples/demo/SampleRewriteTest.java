// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.recipes.table.Tasks;
import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import dev.turnout.rules.Task;
import dev.turnout.rules.TextReport;
import dev.turnout.runtime.async.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample, rewritten under its own name and under others: nothing of ours may know it. */
@Tag("jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleRewriteTest {
    private static final String MAIN = "src/main/java/";
    private static final String RESOURCES = "src/main/resources/";
    private static final String CATALOG = RESOURCES + "META-INF/turnout/tasks.properties";

    /** As long as the sample's, and in the same place of the alphabet. */
    private static final String SIMILAR = "com.exbmple.notebooks";

    private static final String DIFFERENT = "org.acme.deeply.nested.books";

    @TempDir
    private static Path folder;

    private List<Path> classPath = List.of();
    private Sample before;
    private Sample after;
    private List<Tasks.Row> tasks = List.of();

    @BeforeAll
    void rewrite() throws Exception {
        classPath = new ArrayList<>(Sample.classPath(folder));
        before = Sample.read();
        MigrateJobs.Result result = new MigrateJobs(classPath).on(before);
        after = result.after();
        tasks = result.tasks();
        // what the recipe adds to the pom
        classPath.add(Path.of(
                Stages.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }

    @Test
    void thereIsSomethingToCompare() {
        assertThat(tasks).hasSizeGreaterThan(10);
        assertThat(tasks.stream().map(Tasks.Row::verdict)).contains("compose", "lane");
        assertThat(after.files()).isNotEqualTo(before.files());
    }

    @Test
    void aSecondRunChangesNothing() throws IOException {
        MigrateJobs.Result again = new MigrateJobs(classPath).on(after);

        assertThat(again.after()).isEqualTo(after);
        assertThat(again.tasks()).isNotEmpty();
    }

    @Test
    void anotherNameChangesNothing() throws IOException {
        assertThat(new MigrateJobs(classPath).on(before.renamed(SIMILAR)).after())
                .isEqualTo(after.renamed(SIMILAR));
    }

    @Test
    void aNameOfAnotherShapeChangesTheOrderOfImportsAtMost() throws IOException {
        Sample renamed =
                new MigrateJobs(classPath).on(before.renamed(DIFFERENT)).after();

        assertThat(importsSorted(renamed)).isEqualTo(importsSorted(after.renamed(DIFFERENT)));
    }

    @Test
    void filesOfLaneTasksStayAsTheyAre() {
        Set<String> composed = files("compose");
        Set<String> lanes = files("lane");

        lanes.removeAll(composed);
        assertThat(lanes)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(after.text(path)).isEqualTo(before.text(path)));
    }

    @Test
    void everyTaskHasATwinOrALineInTheCatalog() {
        List<String> listed = after.text(CATALOG).lines().toList();

        for (Tasks.Row task : tasks) {
            boolean twin = after.text(file(task)).contains(" " + method(task) + "Async(");
            boolean line = listed.stream().anyMatch(one -> one.startsWith(task.task() + " = "));
            assertThat(List.of(twin, line))
                    .as("twin and line of %s", task)
                    .containsExactly(
                            task.verdict().equals("compose"), !task.verdict().equals("compose"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SIMILAR, DIFFERENT})
    void rulesFindTheSameUnderAnotherName(String name) throws IOException {
        Report original = check(before);
        Report renamed = check(before.renamed(name));

        assertThat(original.failures()).isNotEmpty();
        assertThat(texts(renamed))
                .containsExactlyInAnyOrderElementsOf(texts(original).stream()
                        .map(text -> text.replace(before.name(), name))
                        .toList());
        assertThat(renamed.counts()).isEqualTo(original.counts());
    }

    @Test
    void whatWasRewrittenCompilesAndPassesTheRules() throws IOException {
        Report report = check(after);
        List<Path> path = new ArrayList<>(classPath);
        path.add(classes(after));

        assertThat(texts(report)).isEmpty();
        assertThat(report.tasks())
                .filteredOn(task -> !task.lane().equals("composed"))
                .extracting(Task::address)
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(Tasks.Row::task).toList());
        assertThat(new Javac(path).compile(after.under("src/test/java/"), "", folder.resolve("tests")))
                .isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipes", "rules"})
    void nothingThatWeShipNamesTheSample(String module) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(Path.of("../..", module, "src/main"))) {
            files = found.filter(Files::isRegularFile).toList();
        }

        assertThat(files).hasSizeGreaterThan(10);
        for (Path file : files) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContainIgnoringCase("com.example", "notebook");
        }
    }

    private Report check(Sample sample) throws IOException {
        Map<String, String> main = sample.under("src/main/");
        Path classes = new Javac(classPath).compile(main, RESOURCES, classes(sample));
        return Rules.check(List.of(classes), classPath);
    }

    private static Path classes(Sample sample) {
        return folder.resolve(sample.name() + sample.hashCode());
    }

    private static List<String> texts(Report report) {
        return report.failures().stream().map(TextReport::of).toList();
    }

    private Set<String> files(String verdict) {
        return tasks.stream()
                .filter(task -> task.verdict().equals(verdict))
                .map(SampleRewriteTest::file)
                .collect(Collectors.toSet());
    }

    private static String file(Tasks.Row task) {
        return MAIN + task.task().replaceFirst("#.*", "").replace('.', '/') + ".java";
    }

    private static String method(Tasks.Row task) {
        return task.task().replaceFirst(".*#", "").replaceFirst("\\(.*", "");
    }

    private static Map<String, String> importsSorted(Sample sample) {
        Map<String, String> sorted = new TreeMap<>();
        sample.files().forEach((path, text) -> {
            String imports = text.lines()
                    .filter(line -> line.startsWith("import "))
                    .sorted()
                    .collect(Collectors.joining("\n"));
            String rest = text.lines()
                    .filter(line -> !line.startsWith("import "))
                    .collect(Collectors.joining("\n"))
                    .replaceAll("\n{2,}", "\n\n");
            sorted.put(path, imports + "\n" + rest);
        });
        return sorted;
    }
}
