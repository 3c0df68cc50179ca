// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of each rule: its examples are compiled and checked, and it says what the rule says. {@code
 * -Dturnout.golden=write} writes the pages anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final Path PAGES = Path.of("..", "docs", "rules");

    /** Off until somebody asks for them, or for the end of the migration. */
    private static final Set<Rule> ASKED = EnumSet.of(Rule.TRN411, Rule.TRN807, Rule.TRN808, Rule.TRN901);

    private List<Example> examples = List.of();
    private Map<Rule, List<Violation>> bad = Map.of();
    private Map<Rule, List<Violation>> good = Map.of();

    @BeforeAll
    void compileAndCheckAllAtOnce(@TempDir Path directory) throws IOException {
        examples = Example.all();
        Path library = directory.resolve("library");
        Corpus.get()
                .compile(
                        library,
                        Example.libraries(),
                        List.of(
                                "-sourcepath",
                                Path.of("..", "async-runtime", "src", "main", "java")
                                        .toString()));
        bad = check(directory, "bad", library, Example::bad);
        good = check(directory, "good", library, Example::good);
    }

    @Test
    void everyRuleHasAnExample() {
        assertThat(examples).extracting(Example::rule).containsExactly(Rule.values());
    }

    @Test
    void eachFirstOneIsFoundByItsRule() {
        assertThat(Stream.of(Rule.values())
                        .filter(rule ->
                                bad.getOrDefault(rule, List.of()).stream().noneMatch(v -> v.rule() == rule))
                        .map(rule -> rule + ": " + brief(bad.get(rule))))
                .isEmpty();
    }

    /** One text of each rule, as a person reads it. */
    @Test
    void everyTextIsAsItWasReadLast() throws IOException {
        Golden.compare(
                "pages.txt",
                Stream.of(Rule.values())
                        .map(rule -> bad.getOrDefault(rule, List.of()).stream()
                                .filter(v -> v.rule() == rule)
                                .map(v -> TextReport.of(v).replaceAll("\\.java:\\d+\\)", ".java)"))
                                .sorted()
                                .findFirst()
                                .orElseThrow())
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void eachSecondOneIsLeftAlone() {
        assertThat(Stream.of(Rule.values())
                        .filter(rule -> good.getOrDefault(rule, List.of()).stream()
                                .anyMatch(v -> v.rule() == rule || (v.fails() && !ASKED.contains(v.rule()))))
                        .map(rule -> rule + ": " + brief(good.get(rule))))
                .isEmpty();
    }

    @Test
    void thePagesAreCurrent() throws IOException {
        if (System.getProperty("turnout.golden", "").equals("write")) {
            Files.createDirectories(PAGES);
            for (Example example : examples) {
                Files.writeString(page(example.rule()), RulePage.of(example));
            }
        }
        for (Example example : examples) {
            assertThat(page(example.rule())).content().isEqualTo(RulePage.of(example));
        }
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages).hasSameSizeAs(examples);
        }
    }

    private static Path page(Rule rule) {
        return PAGES.resolve(rule.id() + ".md");
    }

    private static List<String> brief(List<Violation> violations) {
        return violations == null
                ? List.of()
                : violations.stream()
                        .map(v -> v.rule() + " " + v.severity() + " " + v.confidence() + " " + v.blockedCall())
                        .toList();
    }

    private Map<Rule, List<Violation>> check(Path directory, String side, Path library, Function<Example, String> body)
            throws IOException {
        Path classes = directory.resolve(side);
        String file = Example.file(
                side,
                examples.stream().map(body).toList(),
                examples.stream().map(Example::rule).toList());
        Corpus.get().compile(classes, Map.of(side + ".Examples", file), library);
        Path settings = classes.resolve(Settings.FILE);
        Files.createDirectories(settings.getParent());
        Files.writeString(
                settings, ASKED.stream().map(rule -> rule + " = warning\n").collect(Collectors.joining()));
        List<Path> path = Stream.concat(Stream.of(library), Corpus.get().classPath().stream())
                .toList();
        Map<Rule, List<Violation>> found = new EnumMap<>(Rule.class);
        List<Violation> all = Rules.check(List.of(classes), path).violations();
        for (Rule rule : Rule.values()) {
            String inside = side + "." + rule + "$";
            found.put(
                    rule,
                    all.stream()
                            .filter(v -> v.entry().startsWith(inside)
                                    || v.place().className().startsWith(inside))
                            .toList());
        }
        return found;
    }
}
