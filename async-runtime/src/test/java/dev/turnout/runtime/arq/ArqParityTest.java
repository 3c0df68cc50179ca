// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.arq;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** The table in {@code docs/arq-parity.md} says what is true: each row once, each test there, and none forgotten. */
class ArqParityTest {
    private static final Path ROOT = Path.of("..");
    private static final String TESTS = "dev.turnout.runtime";
    private static final Pattern ROW = Pattern.compile("\\| (TW\\d\\d) \\| `(\\w+)` \\| (.+) \\|");
    private static final Pattern TEST = Pattern.compile("`(?:([\\w/]+): )?([\\w.]+)#(\\w+)`");
    private static final int ROWS = 66;
    private static final int FEWEST_WORDS_OF_A_REASON = 6;

    private final List<Row> rows = new ArrayList<>();

    @BeforeEach
    void readTheTable() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/arq-parity.md"), StandardCharsets.UTF_8);
        for (Matcher line = ROW.matcher(page); line.find(); ) {
            rows.add(Row.of(line.group(1), line.group(3)));
        }
    }

    @Test
    void everyRowIsThereOnceInOrder() {
        List<String> all = IntStream.rangeClosed(1, ROWS)
                .mapToObj(number -> String.format("TW%02d", number))
                .toList();

        assertThat(rows).extracting(Row::id).containsExactlyElementsOf(all);
    }

    @Test
    void aRowWithoutATestHasAReason() {
        assertThat(rows)
                .filteredOn(row -> row.tests().isEmpty())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.text().split(" "))
                        .as(row.id())
                        .hasSizeGreaterThanOrEqualTo(FEWEST_WORDS_OF_A_REASON));
    }

    @Test
    void everyTestOfThisModuleThatARowNamesIsThereAndNamesTheRow() {
        Set<String> annotated = annotated();

        assertThat(rows.stream()
                        .flatMap(row -> row.tests().stream()
                                .filter(test -> test.module().isEmpty())
                                .map(test -> row.id() + " " + test.name())))
                .isNotEmpty()
                .allMatch(annotated::contains);
    }

    @Test
    void everyTestThatNamesARowIsInIt() {
        Set<String> named = new TreeSet<>();
        rows.forEach(row -> row.tests().forEach(test -> named.add(row.id() + " " + test.name())));

        assertThat(annotated()).isNotEmpty().allMatch(named::contains);
    }

    @Test
    void everyTestOfAnotherModuleThatARowNamesIsInItsSources() throws IOException {
        for (Row row : rows) {
            for (Named test : row.tests()) {
                if (!test.module().isEmpty()) {
                    assertThat(sourceOf(test)).as(row.id()).contains(" void " + test.method() + "()");
                }
            }
        }
        assertThat(rows).flatExtracting(Row::tests).extracting(Named::module).contains("cli", "bridge/core");
    }

    private static String sourceOf(Named test) throws IOException {
        return Files.readString(
                ROOT.resolve(test.module())
                        .resolve("src/test/java")
                        .resolve(test.type().replace('.', '/') + ".java"),
                StandardCharsets.UTF_8);
    }

    private static Set<String> annotated() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages(TESTS)) {
            for (JavaMethod method : type.getMethods()) {
                if (method.isAnnotatedWith(ArqRow.class) && method.isMetaAnnotatedWith(Testable.class)) {
                    Arrays.stream(method.getAnnotationOfType(ArqRow.class).value())
                            .forEach(id -> found.add(
                                    id + " " + type.getName().substring(TESTS.length() + 1) + "#" + method.getName()));
                }
            }
        }
        return found;
    }

    /** One line of the table. */
    private record Row(String id, String text, List<Named> tests) {
        static Row of(String id, String text) {
            List<Named> tests = new ArrayList<>();
            for (Matcher name = TEST.matcher(text); name.find(); ) {
                tests.add(new Named(name.group(1) == null ? "" : name.group(1), name.group(2), name.group(3)));
            }
            return new Row(id, text, tests);
        }
    }

    /** A test that a line names: of this module by the rest of its package, of another one in full. */
    private record Named(String module, String type, String method) {
        String name() {
            return type + "#" + method;
        }
    }
}
