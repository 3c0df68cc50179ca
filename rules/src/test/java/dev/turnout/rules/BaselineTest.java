// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a baseline lets through, and what it does not: on compiled classes, as a build meets them. */
class BaselineTest {
    private static final Corpus CORPUS = Corpus.get();
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final String LINE =
            "TRN105 | shop.Cart#pay() | LockSupport.park | shop.Cart#pay | 1 | 2026-11-24 | ";

    @TempDir
    private Path directory;

    private Path file;
    private int builds;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("turnout-baseline.txt");
    }

    @Test
    void whatWasThereDoesNotFailAndWhatIsNewDoes() throws IOException {
        freeze(cart("park();", ""));
        assertThat(Files.readAllLines(file))
                .contains(LINE + "- | before the rules")
                .hasSize(3);

        Baseline.Compared same = compare(cart("park();", ""));
        assertThat(same.open().passes()).isTrue();
        assertThat(same.known()).extracting(Violation::blockedCall).containsExactly("LockSupport.park");
        assertThat(same.fixed()).isEmpty();

        Baseline.Compared more = compare(cart("park();", "CompletionStage<String> ship() { park(); return other; }"));
        assertThat(more.open().failures()).extracting(Violation::entry).containsExactly("shop.Cart#ship()");
        assertThat(more.known()).hasSize(1);
        assertThat(more.rest().orElseThrow().lines())
                .isEqualTo(Baseline.read(file).lines());
    }

    @Test
    void anotherLineAnotherPathAndAnotherNearestEntryAreTheSameFinding() {
        freeze(cart("park();", ""));

        assertThat(compare(cart("\n\n\n park();", "")).open().passes()).isTrue();
        assertThat(compare(cart("help();", "void help() { park(); }")).open().passes())
                .isTrue();
        freeze(cart("help();", "void help() { park(); }"));
        Baseline.Compared moved = compare(
                cart("help();", "void help() { park(); } CompletionStage<String> about() { help(); return other; }"));
        assertThat(moved.known()).extracting(Violation::entry).containsExactly("shop.Cart#about()");
        assertThat(moved.open().passes()).isTrue();
        assertThat(moved.rest().orElseThrow().lines())
                .extracting(KnownFinding::entry)
                .containsExactly("shop.Cart#about()");
    }

    @Test
    void aTaskThatNewlyMeetsAnOldCallIsNew() {
        String helped = "void help() { park(); } ";
        freeze(cart("help();", helped));

        Baseline.Compared compared = compare(
                cart("", helped + "@org.jobrunr.jobs.annotations.Job(name = \"\") public void ship() { help(); }"));

        assertThat(compared.open().failures()).extracting(Violation::entry).containsExactly("shop.Cart#ship()");
        assertThat(compared.fixed()).extracting(KnownFinding::entry).containsExactly("shop.Cart#pay()");
    }

    @ParameterizedTest
    @CsvSource({
        "one();,  void one() { park(); } void two() { },  two();,  void one() { } void two() { park(); },         false",
        "one();,  void one() { park(); } void two() { },  one();,  void one() { two(); } void two() { park(); },  true",
        "one();,  void one() { park(); } void two() { },  two();,  void two() { park(); },                        true"
    })
    void aNewWaitDoesNotPassUnderTheLineOfAFixedOne(
            String before, String with, String after, String then, boolean same) {
        freeze(cart(before, with));

        Baseline.Compared compared = compare(cart(after, then));

        assertThat(compared.open().passes()).isEqualTo(same);
        assertThat(compared.fixed()).hasSize(same ? 0 : 1);
    }

    /** Here the method of the fixed one is gone altogether; that of the new one stands in a class of its own. */
    @ParameterizedTest
    @CsvSource({
        "new Wharf().moor();, class Wharf { void moor() { park(); } }, 1",
        "new Wharf().one();,  class Wharf { void one() { park(); } },  0",
        "'',                  '',                                      0",
        "'', class Wharf { CompletionStage<String> about(CompletionStage<String> s) { park(); return s; } }, 1"
    })
    void aFixedOneWhoseMethodIsDeletedLetsNothingElseThrough(String after, String beside, int open) {
        String kept = " @org.jobrunr.jobs.annotations.Job(name = \"\") public void ship() { park(); }";
        freeze(cart("one();", "void one() { park(); }" + kept));
        List<KnownFinding> before = Baseline.read(file).lines();
        assertThat(before).hasSize(2);

        Baseline.Compared compared = compare(beside(cart(after, kept), beside));

        assertThat(compared.open().failures()).hasSize(open);
        assertThat(compared.known()).extracting(Violation::entry).contains("shop.Cart#ship()");
        boolean moved = after.contains("one()");
        assertThat(compared.fixed()).hasSize(moved ? 0 : 1);
        assertThat(compared.rest().orElseThrow().lines())
                .hasSize(moved ? 2 : 1)
                .allMatch(line -> !line.place().contains("moor"));
        assertThat(Baseline.read(file).lines()).isEqualTo(before);
    }

    private static Map<String, String> beside(Map<String, String> sources, String type) {
        return Map.of("shop.Cart", sources.get("shop.Cart") + type);
    }

    /** The compiler's number of an anonymous class is no part of a line. */
    @ParameterizedTest
    @CsvSource({
        "Runnable before = new Runnable() { public void run() { } };, true",
        "Step before = new Step() { public CompletionStage<String> runAsync() { return other; } };, false",
    })
    void anAnonymousClassIsKnownByItsTypeAndPlace(String above, boolean same) {
        String step = "interface Step { CompletionStage<String> runAsync(); } %s"
                + " Step a = new Step() { public CompletionStage<String> runAsync() {"
                + " Runnable inner = new Runnable() { public void run() { park(); } }; inner.run(); return other; } };";
        Map<String, String> old = cart("", step.formatted(""));
        freeze(old);
        assertThat(Baseline.read(file).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.entry()).isEqualTo("shop.Cart$Cart.Step@<init>#runAsync()"))
                .satisfies(
                        line -> assertThat(line.place()).isEqualTo("shop.Cart$Cart.Step@<init>$Runnable@runAsync#run"));
        List<String> keys = keys(check(old));

        Map<String, String> now = cart("", step.formatted(above));

        assertThat(compare(now).open().passes()).isEqualTo(same);
        assertThat(keys(check(now)).equals(keys)).isEqualTo(same);
    }

    private static List<String> keys(Report report) {
        return report.failures().stream().map(Violation::key).toList();
    }

    @Test
    void severalInOnePlaceAreCountedAndTheNumberOnlyFalls() {
        freeze(cart("park();\n".repeat(3), ""));
        assertThat(Baseline.read(file).lines()).extracting(KnownFinding::count).containsExactly(3);

        assertThat(compare(cart("park();\n".repeat(4), "")).open().failures()).hasSize(1);
        Baseline.Compared fewer = compare(cart("park();", ""));
        assertThat(fewer.open().passes()).isTrue();
        assertThat(fewer.fixed()).extracting(KnownFinding::count).containsExactly(2);

        fewer.rest().orElseThrow().write();
        assertThat(Baseline.read(file).lines()).extracting(KnownFinding::count).containsExactly(1);
        assertThat(compare(cart("park();\n".repeat(2), "")).open().failures()).hasSize(1);
    }

    @Test
    void aFixedOneBreaksNothingAndIsTakenOutOnDemandOnly() throws IOException {
        freeze(cart("park();", ""));
        String before = Files.readString(file);

        Baseline.Compared fixed = compare(cart("", ""));

        assertThat(fixed.open().passes()).isTrue();
        assertThat(fixed.fixed()).hasSize(1);
        assertThat(Files.readString(file)).isEqualTo(before);
        fixed.rest().orElseThrow().write();
        assertThat(Baseline.read(file).lines()).isEmpty();
        assertThat(compare(cart("park();", "")).open().passes()).isFalse();
    }

    @Test
    void aLineEndsWithItsLastDay() throws IOException {
        Files.writeString(file, LINE + "2026-11-24 | until the pool is there\n");

        assertThat(compare(cart("park();", "")).open().passes()).isTrue();
        Baseline.Compared late = Baseline.read(file).compare(check(cart("park();", "")), TODAY.plusDays(1));
        assertThat(late.open().failures()).hasSize(1);
        assertThat(late.expired()).extracting(KnownFinding::reason).containsExactly("until the pool is there");
        assertThat(late.rest().orElseThrow().lines()).hasSize(1);
    }

    @Test
    void whatTheRulesSayOfThemselvesIsNeverTakenIn() {
        Map<String, String> stale = cart(
                "",
                "@dev.turnout.runtime.async.AllowBlocking(reason = \"\") CompletionStage<String> a() { return other; }");
        freeze(stale);

        assertThat(Baseline.read(file).lines()).isEmpty();
        assertThat(compare(stale).open().failures()).extracting(Violation::rule).containsExactly(Rule.TRN805);
    }

    @Test
    void ofTwoNumbersThatAMergeLeftTheSmallerCounts() throws IOException {
        Files.writeString(
                file, LINE.replace("| 1 |", "| 3 |") + "- | old\n" + LINE.replace("| 1 |", "| 2 |") + "- | old\n");

        assertThat(Baseline.read(file).lines()).extracting(KnownFinding::count).containsExactly(2);
    }

    @Test
    void noFileAndNoReasonAreRefusedWithTheNextStep() throws IOException {
        assertThatThrownBy(() -> Baseline.read(file))
                .hasMessageStartingWith("TURNOUT-0850 there is no baseline " + file)
                .hasMessageContaining("--write-baseline --reason");
        Files.writeString(file, LINE + "- |\n");
        assertThatThrownBy(() -> Baseline.read(file))
                .hasMessageStartingWith("TURNOUT-0851 " + file + " line 1")
                .hasMessageContaining("it has no reason");
        Files.writeString(file, "<<<<<<< HEAD\n");
        assertThatThrownBy(() -> Baseline.read(file)).hasMessageContaining("'<<<<<<< HEAD'");
        Report report = check(cart("", ""));
        assertThatThrownBy(() -> Baseline.of(file, report, TODAY, Optional.empty(), " "))
                .hasMessageStartingWith("TURNOUT-0852");
    }

    @Test
    void aTestMayNameABaselineToo() throws IOException {
        check(cart("park();", ""));
        var classes = new ClassFileImporter().importPath(directory.resolve("build" + builds));
        assertThatThrownBy(() -> TurnoutRules.noBlockingOnAsyncPaths(file).check(classes))
                .hasMessageStartingWith("TURNOUT-0850");

        Files.writeString(file, LINE + "- | old\n");

        TurnoutRules.noBlockingOnAsyncPaths(file).check(classes);
        assertThatThrownBy(() -> TurnoutRules.noBlockingOnAsyncPaths().check(classes))
                .isInstanceOf(AssertionError.class);
    }

    private Baseline.Compared compare(Map<String, String> sources) {
        return Baseline.read(file).compare(check(sources), TODAY);
    }

    private void freeze(Map<String, String> sources) {
        Baseline.of(file, check(sources), TODAY, Optional.empty(), "before the\n rules")
                .write();
    }

    private Report check(Map<String, String> sources) {
        Path classes = directory.resolve("build" + ++builds);
        CORPUS.compile(classes, sources);
        return Rules.check(List.of(classes), CORPUS.classPath());
    }

    private static Map<String, String> cart(String body, String members) {
        return Map.of("shop.Cart", """
                package shop;
                import java.util.concurrent.CompletionStage;
                import static java.util.concurrent.locks.LockSupport.park;
                public class Cart {
                    CompletionStage<String> other;
                    CompletionStage<String> pay() { %s return other; }
                    %s
                }
                """.formatted(body, members));
    }
}
