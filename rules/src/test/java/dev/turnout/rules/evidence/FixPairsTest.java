// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness on pairs of our own making: the numbers that it prints must be those that a reader would count. */
class FixPairsTest {
    private static final String BEFORE = """
            package shop;
            import java.util.*;
            import java.util.concurrent.*;
            class Orders {
                CompletionStage<String> load(long id) { return CompletableFuture.completedFuture("" + id); }
                CompletionStage<String> price(long id) {
                    return load(id).thenApply(order -> load(id).toCompletableFuture().join());
                }
                CompletionStage<String> nap(long id) { return load(id).thenApply(Tools::slow); }
                CompletionStage<String> audit(long id) { load(id).thenApply(String::trim); return load(id); }
                CompletionStage<UUID> token() { return CompletableFuture.completedFuture(UUID.randomUUID()); }
                CompletionStage<String> far(long id) { return nap(id); }
                CompletionStage<String> near(long id) { return load(id).thenApply(Tools::deep); }
                CompletionStage<String> unseen(long id) { return load(id); }
                class Inner {
                    CompletionStage<String> later(long id, Semaphore s) {
                        return load(id).thenApply(o -> { s.acquireUninterruptibly(); return o; });
                    }
                }
            }
            class Tools {
                static String deep(String s) { return slow(s); }
                static String slow(String s) { try { Thread.sleep(9); } catch (InterruptedException e) {} return s; }
            }
            """;
    private static final String AFTER = BEFORE.replace(
                    "thenApply(order -> load(id).toCompletableFuture().join())", "thenCompose(order -> load(id))")
            .replace("load(id).thenApply(String::trim); return load(id);", "return load(id).thenApply(String::trim);")
            .replace("UUID.randomUUID()", "new UUID(1, 2)")
            .replace("s.acquireUninterruptibly()", "s.tryAcquire()");

    @TempDir
    private static Path folder;

    private static Report before;
    private static Report after;

    @BeforeAll
    static void compile() {
        before = check("before", BEFORE);
        after = check("after", AFTER);
    }

    @Test
    void aWaitInALambdaIsFoundInTheMethodAroundItAndIsGoneAfterwards() {
        Outcome outcome = outcome("shop.Orders", "price", "CompletableFuture.join", "wait");

        assertThat(outcome.before()).isEqualTo(Sight.GATE);
        assertThat(outcome.byFamily()).isFalse();
        assertThat(outcome.isSilentAfter()).isTrue();
    }

    @Test
    void aWaitThatStaysIsToldOnBothSides() {
        Outcome outcome = outcome("shop.Tools", "slow", "Thread.sleep", "wait");

        assertThat(outcome.before()).isEqualTo(Sight.GATE);
        assertThat(outcome.after()).isEqualTo(Sight.GATE);
        assertThat(outcome.isSilentAfter()).isFalse();
    }

    @Test
    void aLostStageIsMetByItsRule() {
        Outcome outcome = outcome("shop.Orders", "audit", "lost CompletionStage", "lost-stage");

        assertThat(outcome.before()).isEqualTo(Sight.GATE);
        assertThat(outcome.byFamily()).isTrue();
        assertThat(outcome.isSilentAfter()).isTrue();
    }

    @Test
    void entropyIsInfoOnly() {
        Outcome outcome = outcome("shop.Orders", "token", "UUID.randomUUID", "entropy");

        assertThat(outcome.before()).isEqualTo(Sight.INFO);
        assertThat(outcome.isSilentAfter()).isTrue();
    }

    @Test
    void aNestedClassGoesByItsBinaryName() {
        assertThat(outcome("shop.Orders$Inner", "later", "Semaphore.acquireUninterruptibly", "wait")
                        .before())
                .isEqualTo(Sight.GATE);
        assertThat(outcome("shop.Orders", "later", "Semaphore.acquireUninterruptibly", "wait")
                        .before())
                .isEqualTo(Sight.NONE);
    }

    @Test
    void anEntryThatTheReportNamesBesideTheNearestOneCounts() {
        assertThat(outcome("shop.Orders", "near", "Thread.sleep", "wait").before())
                .isEqualTo(Sight.GATE);
        assertThat(outcome("shop.Orders", "nap", "Thread.sleep", "wait").before())
                .isEqualTo(Sight.GATE);
        assertThat(outcome("shop.Orders", "near", "TimeUnit.sleep", "other").before())
                .isEqualTo(Sight.NONE);
    }

    @Test
    void whatTheRulesDoNotSayIsNotFound() {
        assertThat(outcome("shop.Orders", "unseen", "CompletableFuture.join", "wait")
                        .before())
                .isEqualTo(Sight.NONE);
        assertThat(outcome("shop.Orders", "price", "Thread.sleep", "file").before())
                .isEqualTo(Sight.NONE);
    }

    @Test
    void theSplitKeepsAProjectTogetherAndTakesAQuarter() {
        Sheet all = Sheet.parse("pairs", lines("one", "one", "two", "three", "four", "five"), Pair.COLUMNS);

        Sheet parted = Split.of(List.of(all));

        List<String> build = parted.rows().stream()
                .filter(row -> row.get("half").equals(Split.BUILD))
                .map(row -> row.get("project"))
                .toList();
        String first = Stream.of("one", "two", "three", "four", "five")
                .min((a, b) -> Split.hash(a).compareTo(Split.hash(b)))
                .orElseThrow();
        assertThat(build).contains(first).hasSize(2);
        assertThat(Split.of(List.of(parted)).rows()).isEqualTo(parted.rows());
        assertThat(Split.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void whatWasLookedAtNeverBecomesBlind() {
        Sheet first = Split.of(List.of(Sheet.parse("pairs", lines("one", "two", "three"), Pair.COLUMNS)));
        Map<String, String> row = first.rows().get(0);
        row.put("half", row.get("half").equals(Split.BUILD) ? Split.BLIND : Split.BUILD);

        assertThatThrownBy(() -> Split.of(List.of(first))).hasMessageContaining("would become");
    }

    @Test
    void wilsonIsTheTextbooks() {
        assertThat(Wilson.of(180, 200)).hasToString("85 to 93 %");
        assertThat(Wilson.of(20, 20)).hasToString("84 to 100 %");
    }

    private static Outcome outcome(String type, String method, String blocked, String kind) {
        return Outcome.of(pair(type, method, blocked, kind), before, after);
    }

    static Pair pair(String type, String method, String blocked, String kind) {
        String line = "x-1,shop,com.acme:shop,1,2,%s,%s,%s,%s,yes,,".formatted(type, method, blocked, kind);
        List<String> lines = List.of(String.join(",", Pair.COLUMNS), line);
        return Pair.of(Sheet.parse("pair", lines, Pair.COLUMNS).rows().get(0));
    }

    private static List<String> lines(String... projects) {
        Stream<String> rows = Stream.iterate(0, i -> i < projects.length, i -> i + 1)
                .map(i -> i + "," + projects[i] + ",a:b,1,2,C,m,X.y,wait,yes,link,a note, with a comma");
        return Stream.concat(Stream.of(String.join(",", Pair.COLUMNS)), rows).toList();
    }

    private static Report check(String name, String source) {
        Path classes = folder.resolve(name);
        compile(classes, source);
        return Rules.check(List.of(classes), List.of());
    }

    static void compile(Path classes, String source) {
        var unit = new SimpleJavaFileObject(URI.create("string:///shop/Orders.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-g", "-nowarn", "-d", classes.toString()), null, List.of(unit))
                .call();
        assertThat(compiled).isTrue();
    }
}
