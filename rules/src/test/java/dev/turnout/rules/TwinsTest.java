// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each twin: the first is found by its rule, the second passes. No list of exceptions. */
@Tag("jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinsTest {
    private final List<Twin> twins = Twins.all();

    private Path classes;
    private List<Path> classPath;

    @BeforeAll
    void compileAllAtOnce(@TempDir Path directory) {
        Corpus corpus = Corpus.in(directory);
        classes = directory.resolve("classes");
        Map<String, String> sources = new HashMap<>();
        for (int i = 0; i < twins.size(); i++) {
            sources.put("t" + i + ".bad.T", twins.get(i).blockingSource("t" + i + ".bad"));
            sources.put("t" + i + ".good.T", twins.get(i).innocentSource("t" + i + ".good"));
        }
        corpus.compile(classes, sources);
        classPath = new ArrayList<>(corpus.classPath());
        classPath.add(classes);
    }

    @TestFactory
    Stream<DynamicTest> theBlockingOneIsFound() {
        return each((i, twin) -> {
            Report report = check(i, "bad", twin.blockingTasks("t" + i + ".bad"));

            assertThat(report.failures()).extracting(Violation::rule).contains(twin.rule());
        });
    }

    @TestFactory
    Stream<DynamicTest> theInnocentOnePasses() {
        return each((i, twin) -> {
            Report report = check(i, "good", twin.innocentTasks("t" + i + ".good"));

            assertThat(TextReport.of(report)).contains("nothing fails");
        });
    }

    private Stream<DynamicTest> each(Check check) {
        return Stream.iterate(0, i -> i < twins.size(), i -> i + 1)
                .map(i -> DynamicTest.dynamicTest(twins.get(i).sentence(), () -> check.run(i, twins.get(i))));
    }

    private Report check(int i, String side, String tasks) throws IOException {
        Path scope = classes.resolve("t" + i).resolve(side);
        if (!tasks.isEmpty()) {
            Path file = scope.resolve(RuntimeTypes.TASKS);
            Files.createDirectories(file.getParent());
            Files.writeString(file, tasks);
        }
        return Rules.check(List.of(scope), classPath);
    }

    private interface Check {
        void run(int i, Twin twin) throws Exception;
    }
}
