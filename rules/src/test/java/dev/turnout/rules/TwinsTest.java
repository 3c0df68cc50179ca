// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each twin: the first is found by its rule, the second is left alone. No list of exceptions. */
@Tag("jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinsTest {
    private static final int AT_LEAST = 600;

    /** {@link RulesTest} has what is no place in a body; {@link RowsTest} what needs a library, {@link GateTest} the gates. */
    private static final Set<Rule> ELSEWHERE = EnumSet.of(
            Rule.TRN102,
            Rule.TRN204,
            Rule.TRN206,
            Rule.TRN207,
            Rule.TRN208,
            Rule.TRN301,
            Rule.TRN302,
            Rule.TRN304,
            Rule.TRN305,
            Rule.TRN306,
            Rule.TRN307,
            Rule.TRN308,
            Rule.TRN309,
            Rule.TRN310,
            Rule.TRN411,
            Rule.TRN805,
            Rule.TRN807,
            Rule.TRN808,
            Rule.TRN901);

    private static final Pattern IN_TWIN = Pattern.compile("\\w+\\.Twin(\\d+)\\$");

    private final List<Twin> twins = Twins.all();

    private Report bad;
    private Report good;

    @BeforeAll
    void compileAndCheckAllAtOnce() {
        bad = CompiledTwins.blocking().report();
        good = CompiledTwins.innocent().report();
    }

    @Test
    void theCorpusIsWhatItSays() {
        assertThat(twins).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        assertThat(twins).extracting(Twin::sentence).doesNotHaveDuplicates();
        assertThat(twins).allSatisfy(twin -> {
            assertThat(twin.template() + twin.tasks()).contains("§");
            assertThat(twin.blocking()).isNotEqualTo(twin.innocent());
        });
        assertThat(twins.stream().map(Twin::rule).collect(Collectors.toCollection(() -> EnumSet.copyOf(ELSEWHERE))))
                .isEqualTo(EnumSet.allOf(Rule.class));
    }

    @Test
    void everyBlockingOneIsFoundAndEveryInnocentOneIsLeftAlone() {
        assertThat(Stream.concat(missed(bad.violations()).stream(), accused(good.violations()).stream()))
                .isEmpty();
    }

    @Test
    void aGraderThatOnlyGuessesFailsTheRun() {
        assertThat(missed(each(bad, v -> graded(v, v.severity(), Confidence.POSSIBLE))))
                .hasSizeGreaterThan(AT_LEAST * 9 / 10);
    }

    @Test
    void aRuleThatNeverFailsABuildFailsTheRun() {
        assertThat(missed(each(bad, v -> graded(v, Severity.WARNING, v.confidence()))))
                .hasSizeGreaterThan(AT_LEAST / 2);
    }

    @Test
    void aRuleThatAlwaysFailsABuildFailsTheRun() {
        assertThat(accused(each(good, v -> graded(v, Severity.ERROR, Confidence.CERTAIN))))
                .isNotEmpty();
    }

    /** Each text as a person reads it. */
    @Test
    void everyTextIsAsItWasReadLast() throws IOException {
        Map<Integer, List<Violation>> texted = byTwin(bad.violations());
        String texts = IntStream.range(0, twins.size())
                .mapToObj(i -> "== " + twins.get(i).sentence() + "\n"
                        + texted.getOrDefault(i, List.of()).stream()
                                .filter(v -> v.rule() == twins.get(i).rule())
                                .map(TextReport::of)
                                .map(text -> withoutPlace(i, text))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));

        Golden.compare("twins.txt", texts);
    }

    /** Without the number of the twin and the line that it begins at, which change with every twin before it. */
    private static String withoutPlace(int twin, String text) {
        return text.replace("bad.Twin" + twin + "$", "")
                .replace("Twin" + twin + "$", "")
                .replace("Twin" + twin + ".", "")
                .replaceAll("\\(Twins.java:\\d+\\)", "(Twins.java)")
                .replaceAll(" {2,}\\(", "  (");
    }

    private List<String> missed(List<Violation> all) {
        Map<Integer, List<Violation>> violations = byTwin(all);
        return IntStream.range(0, twins.size())
                .filter(i -> !twins.get(i).isMet(violations.getOrDefault(i, List.of())))
                .mapToObj(i -> "Twin" + i + " " + twins.get(i).rule() + " "
                        + twins.get(i).sentence() + ": " + brief(violations.getOrDefault(i, List.of())))
                .toList();
    }

    private List<String> accused(List<Violation> all) {
        Map<Integer, List<Violation>> violations = byTwin(all);
        return IntStream.range(0, twins.size())
                .filter(i -> !twins.get(i).isLeftAlone(violations.getOrDefault(i, List.of())))
                .mapToObj(i -> "Twin" + i + " " + twins.get(i).rule() + " "
                        + twins.get(i).sentence() + ": " + brief(violations.getOrDefault(i, List.of())))
                .toList();
    }

    private static List<String> brief(List<Violation> violations) {
        return violations.stream()
                .map(v -> v.rule() + " " + v.severity() + " " + v.confidence() + " " + v.blockedCall())
                .toList();
    }

    /** Violations by the number of the twin that they are in. */
    private static Map<Integer, List<Violation>> byTwin(List<Violation> violations) {
        return violations.stream()
                .flatMap(v -> Stream.of(v.entry(), v.place().className())
                        .map(IN_TWIN::matcher)
                        .filter(Matcher::lookingAt)
                        .map(m -> Integer.valueOf(m.group(1)))
                        .distinct()
                        .map(twin -> Map.entry(twin, v)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static List<Violation> each(Report report, UnaryOperator<Violation> change) {
        return report.violations().stream().map(change).toList();
    }

    private static Violation graded(Violation v, Severity severity, Confidence confidence) {
        return new Violation(
                v.rule(),
                severity,
                confidence,
                v.entry(),
                v.entryIsTask(),
                v.blockedCall(),
                v.place(),
                v.path(),
                v.because(),
                v.fix(),
                v.otherEntries());
    }
}
