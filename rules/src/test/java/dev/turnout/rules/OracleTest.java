// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.rules.oracle.Hit;
import dev.turnout.rules.oracle.Hound;
import dev.turnout.rules.oracle.OracleRun;
import dev.turnout.rules.oracle.Recall;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The twins that wait, run: each wait that BlockHound or the flight recorder sees on a thread that must not wait is one that
 * the rules found.
 *
 * <p>By default every seventh twin is run; {@code -Dturnout.oracle=true} runs all and prints what rules/RESULTS.md says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OracleTest {
    private static final boolean ALL = Boolean.getBoolean("turnout.oracle");
    private static final int EACH = ALL ? 1 : 7;
    private static final double RECALL = 0.95;
    private static final double RECALL_AT_THE_GATE = 0.80;
    private static final Path SILENT = Path.of("src", "test", "resources", "oracle-silent.txt");
    private static final Path INNOCENT = Path.of("src", "test", "resources", "oracle-innocent.txt");
    private static final String SOMETIMES = "entropy is told";
    private static final Pattern IN_TWIN = Pattern.compile("\\w+\\.Twin(\\d+)\\$.*");

    private final List<Twin> twins = Twins.all();
    private final List<Integer> run = IntStream.range(0, twins.size())
            .filter(i -> twins.get(i).rule().waits() && i % EACH == 0)
            .boxed()
            .toList();

    private OracleRun.Outcome outcome;
    private Recall recall;

    @BeforeAll
    void runThemAll(@TempDir Path directory) throws IOException, InterruptedException {
        outcome = run(CompiledTwins.blocking(), CompiledTwins.BLOCKING, directory);
        recall = recall(CompiledTwins.blocking(), outcome);
        print();
    }

    private static Recall recall(CompiledTwins compiled, OracleRun.Outcome outcome) throws IOException {
        Set<String> scope = Recall.classesIn(List.of(compiled.classes()));
        return Recall.of(compiled.report(), outcome.hits(), scope::contains);
    }

    private OracleRun.Outcome run(CompiledTwins compiled, String side, Path directory)
            throws IOException, InterruptedException {
        List<Path> classPath = new ArrayList<>(List.of(compiled.classes()));
        classPath.addAll(Corpus.get().classPath());
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .forEach(classPath::add);
        return OracleRun.of(
                        classPath,
                        TwinsMain.class.getName(),
                        run.stream().map(i -> side + ".Twin" + i).toArray(String[]::new))
                .hound(Hound.AUGMENTED)
                .threads(TwinsMain.THREAD + ".*|ForkJoinPool.commonPool-worker.*")
                .throwingFrom(side + "\\..*")
                .option("-Djava.util.concurrent.ForkJoinPool.common.parallelism=3")
                .option("-XX:+UnlockExperimentalVMOptions")
                .option("-XX:hashCode=2") // always 1, which some twins switch by
                .within(Duration.ofMinutes(5))
                .run(directory);
    }

    private void print() {
        System.out.printf(
                "oracle: of %d twins %d are about waiting, %d of these were run, %d waited%n",
                twins.size(), twins.stream().filter(twin -> twin.rule().waits()).count(), run.size(), waited().size());
        System.out.println("oracle: " + recall.summary());
        System.out.println("oracle: seen by the flight recorder only: "
                + recall.places().stream()
                        .filter(place -> place.hits().stream()
                                .noneMatch(hit -> hit.source().equals(Hit.BLOCKHOUND)))
                        .count());
        recall.missed().forEach(place -> System.out.println("oracle: missed: " + place));
        recall.places().stream()
                .filter(place -> !place.foundAtTheGate())
                .forEach(place -> System.out.println("oracle: not at the gate: " + twins.get(twinOf(place)) + ", "
                        + place.findings().stream()
                                .map(v -> v.rule() + " " + v.severity() + " " + v.confidence())
                                .toList()));
    }

    @Test
    void allWereRun() throws IOException {
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.dropped()).isZero();
        assertThat(outcome.output()).doesNotContain(TwinsMain.NO_END, TwinsMain.BROKEN);
        assertThat(sentences(SILENT)).containsAll(withoutAnEntry());
    }

    /** What has nothing but initialisers and constructors is called by nobody. */
    private List<String> withoutAnEntry() {
        return outcome.output()
                .lines()
                .filter(line -> line.startsWith(TwinsMain.NOTHING))
                .map(line -> twins.get(Integer.parseInt(line.replaceAll(".*\\D", "")))
                        .sentence())
                .toList();
    }

    @Test
    void whatReallyWaitsIsFound() {
        assertThat(recall.places()).hasSizeGreaterThan(run.size() * 8 / 10);
        assertThat(recall.missed()).isEmpty();
        assertThat(recall.found())
                .isGreaterThanOrEqualTo((long) (RECALL * recall.places().size()));
        assertThat(recall.foundAtTheGate()).isGreaterThanOrEqualTo((long)
                (RECALL_AT_THE_GATE * recall.places().size()));
    }

    /** A twin that does not wait when it is run proves nothing; each has a reason. */
    @Test
    void whoDoesNotWaitHasAReason() throws IOException {
        Set<String> silent = new TreeSet<>();
        run.stream()
                .filter(i -> !waited().contains(i))
                .forEach(i -> silent.add(twins.get(i).sentence()));
        Set<String> explained = sentences(SILENT);

        assertThat(explained).containsAll(silent);
        if (ALL) {
            explained.removeAll(silent);
            assertThat(explained).isSubsetOf(Set.of(SOMETIMES));
        }
    }

    /** The other side: what waits and is not found is innocent for a reason that a run cannot see. */
    @Test
    @EnabledIfSystemProperty(named = "turnout.oracle", matches = "true")
    void whatWaitsOnTheInnocentSideHasAReason(@TempDir Path directory) throws IOException, InterruptedException {
        OracleRun.Outcome innocent = run(CompiledTwins.innocent(), CompiledTwins.INNOCENT, directory);
        assertThat(innocent.exitCode()).as(innocent.output()).isZero();
        Recall found = recall(CompiledTwins.innocent(), innocent);
        System.out.println("oracle: innocent side: " + found.summary());

        Set<String> missed = found.missed().stream()
                .map(place -> twins.get(twinOf(place)).sentence())
                .collect(Collectors.toSet());
        assertThat(missed).isEqualTo(sentences(INNOCENT));
    }

    private static Set<String> sentences(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("=="))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Set<Integer> waited() {
        return recall.places().stream().map(OracleTest::twinOf).collect(Collectors.toSet());
    }

    private static int twinOf(Recall.Place place) {
        Matcher matcher = IN_TWIN.matcher(place.sink().getClassName());
        assertThat(matcher.matches()).as("%s", place).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
