// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openrewrite.java.Assertions.java;

import dev.turnout.recipes.table.Sites;
import dev.turnout.recipes.table.Tasks;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openrewrite.test.RewriteTest;

/** What cannot be converted for certain stays as it is, with its reason in the table. */
@Tag("jdk")
class RefusalTest implements RewriteTest {
    private static final String FRAME = """
            package com.acme;

            import com.acme.api.Client;
            import com.acme.api.Rows;
            import java.util.List;
            import java.util.concurrent.locks.Lock;
            import java.util.concurrent.locks.ReentrantLock;
            import java.util.function.Supplier;
            import org.jobrunr.jobs.annotations.Job;
            import org.slf4j.MDC;
            import org.springframework.cache.annotation.Cacheable;
            import org.springframework.context.i18n.LocaleContextHolder;
            import org.springframework.transaction.PlatformTransactionManager;
            import org.springframework.transaction.annotation.Transactional;
            import org.springframework.transaction.support.TransactionTemplate;

            class Work {
                private final Client client = new Client();
                private final Rows rows = null;
                private final PlatformTransactionManager manager = null;
                private final TransactionTemplate template = null;
                private final Lock lock = new ReentrantLock();
                private static final ThreadLocal<String> WHO = new ThreadLocal<>();

            %s
            }
            """;

    private static final String LOADS = "@Job void task() { client.load(\"a\").join(); }";
    private static final String TWO = " String two(List<String> all, String one) { return one; }";
    private static final String NONE = " <T> List<T> none() { client.push(\"b\").join(); return List.of(); }";
    private static final String OWN = " @Transactional @interface OwnTransaction {}";

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("TX", "@Job @Transactional void task() { client.load(\"a\").join(); }"),
                Arguments.of("TX", "@Job @OwnTransaction void task() { client.load(\"a\").join(); }" + OWN),
                Arguments.of(
                        "TX",
                        "@Job void task() { Object status = manager.getTransaction(null); client.load(\"a\").join();"
                                + " manager.commit(status); }"),
                Arguments.of(
                        "TX",
                        "@Job void task() { Object status = begin(); client.load(\"a\").join(); manager.commit(status); }"
                                + " Object begin() { return manager.getTransaction(null); }"),
                Arguments.of(
                        "TX",
                        "@Job void task() { template.execute(status -> { rows.save(\"a\"); return null; });"
                                + " client.load(\"a\").join(); }"),
                Arguments.of("PROXY_ANNOTATION", "@Job @Cacheable void task() { client.load(\"a\").join(); }"),
                Arguments.of("LOCK_HELD", "@Job synchronized void task() { client.load(\"a\").join(); }"),
                Arguments.of("LOCK_HELD", "@Job void task() { synchronized (this) { client.load(\"a\").join(); } }"),
                Arguments.of(
                        "LOCK_HELD", "@Job void task() { lock.lock(); client.load(\"a\").join(); lock.unlock(); }"),
                Arguments.of(
                        "LOCK_HELD",
                        "@Job void task() { enter(); try { client.push(\"a\").join(); } finally { lock.unlock(); } }"
                                + " void enter() { before(); } void before() { lock.lock(); }"),
                Arguments.of(
                        "LOCK_HELD",
                        "@Job void task() { if (enters()) { client.push(\"a\").join(); lock.unlock(); } }"
                                + " boolean enters() { if (!lock.tryLock()) { return false; }"
                                + " if (rows == null) { lock.unlock(); return false; } return true; }"),
                Arguments.of(
                        "LOCK_HELD",
                        "@Job void task() { try (Held held = new Held(lock)) { client.push(\"a\").join(); } }"
                                + " static class Held implements AutoCloseable { final Lock lock;"
                                + " Held(Lock lock) { this.lock = lock; lock.lock(); }"
                                + " public void close() { lock.unlock(); } }"),
                Arguments.of("NO_ASYNC_FORM", "@Job void task() { rows.save(\"a\"); }"),
                Arguments.of("THREAD_CONTEXT", "@Job String task() { client.push(\"a\").join(); return WHO.get(); }"),
                Arguments.of(
                        "THREAD_CONTEXT",
                        "@Job void task() { WHO.set(\"x\"); rows.save(WHO.get()); client.push(\"a\").join(); }"),
                Arguments.of(
                        "THREAD_CONTEXT",
                        "@Job void task() { tidy(); client.push(\"a\").join(); } void tidy() { WHO.remove(); }"),
                Arguments.of(
                        "THREAD_CONTEXT",
                        "@Job void task() { LocaleContextHolder.setLocale(null); client.push(\"a\").join(); }"),
                Arguments.of(
                        "SELF_INVOCATION",
                        "@Job void task() { client.push(\"a\").join(); own(); }"
                                + " @Transactional void own() { rows.save(\"b\"); }"),
                Arguments.of(
                        "UNKNOWN_HOF",
                        "@Job void task() { later(() -> client.load(\"a\").join()); }"
                                + " void later(Supplier<String> what) {}"),
                Arguments.of(
                        "RETURN_IN_FINALLY",
                        "@Job int task() { try { client.push(\"a\").join(); } finally { return 1; } }"),
                Arguments.of(
                        "INTERRUPT_LOGIC",
                        "@Job void task() { try { Thread.sleep(5); } catch (InterruptedException e) { rows.save(\"x\"); } }"),
                Arguments.of(
                        "RECURSION",
                        "@Job void task() { client.push(\"a\").join(); deep(3); }"
                                + " void deep(int n) { if (n > 0) { deep(n - 1); client.push(\"b\").join(); } }"),
                Arguments.of("INTERFACE_TASK", LOADS + " static class Sub extends Work { @Override void task() {} }"),
                Arguments.of(
                        "INTERFACE_TASK",
                        LOADS + " static Work other() { return new Work() { @Override void task() {} }; }"),
                Arguments.of(
                        "NO_ASYNC_FORM", // what is called is handed over whole
                        "interface Reads { void read(); } Reads reads = new Sub();"
                                + " static class Up implements Reads {"
                                + " public void read() { new Client().load(\"a\").join(); } }"
                                + " static class Sub extends Up { @Override public void read() {} }"
                                + " @Job void task() { reads.read(); }"),
                Arguments.of(
                        "THREAD_CONTEXT",
                        "@Job String task() { MDC.put(\"step\", \"a\"); client.push(\"a\").join();"
                                + " return MDC.get(\"step\"); }"),
                Arguments.of(
                        "THREAD_CONTEXT",
                        "@Job void task() { mark(); client.push(\"a\").join(); }"
                                + " void mark() { MDC.putCloseable(\"step\", \"a\"); }"),
                Arguments.of("PROXY_ANNOTATION", "@Job @Guarded " + LOADS.substring(5) + " @interface Guarded {}"),
                Arguments.of(
                        "NOT_PROVABLE",
                        "@Job String task() { return two(new java.util.ArrayList<>(), client.load(\"a\").join()); }"
                                + TWO),
                Arguments.of(
                        "NOT_PROVABLE",
                        "boolean odd; @Job String task() {"
                                + " return two(odd ? null : List.of(), client.load(\"a\").join()); }" + TWO),
                Arguments.of(
                        "NOT_PROVABLE",
                        "boolean odd; @Job void task() { if (odd) { String x = client.load(\"a\").join(); rows.save(x); }"
                                + " else { return; } String x = client.load(\"b\").join(); rows.save(x); }"),
                Arguments.of(
                        "NOT_PROVABLE",
                        "boolean odd; @Job void task() { if (odd) { client.push(\"a\").join(); return; }"
                                + " else { int x = 2; rows.save(\"\" + x); } int x = 3; client.push(\"b\" + x).join(); }"),
                Arguments.of("NAME_TAKEN", "@Job void task() { client.push(\"a\").join(); } void taskAsync() {}"),
                Arguments.of("NAME_TAKEN", "@Job void task() { client.push(\"a\").join(); } static class Stages {}"),
                Arguments.of("NAME_TAKEN", LOADS + " static class Sub extends Work { void taskAsync() {} }"),
                Arguments.of(
                        "NO_ASYNC_FORM", // what is called is handed over whole
                        "interface Reads { void read(); } Reads reads = new One();"
                                + " static class One implements Reads {"
                                + " public void read() { new Client().load(\"a\").join(); } }"
                                + " static class Two implements Reads { public void read() {} void readAsync() {} }"
                                + " @Job void task() { reads.read(); }"),
                Arguments.of(
                        "NOT_PROVABLE",
                        "@Job void task() { rows.save(String.join(\"\", none())); client.push(\"a\").join(); }" + NONE),
                Arguments.of("NOT_PROVABLE", "List<String> all; @Job void task() { all = none(); }" + NONE),
                Arguments.of(
                        "NOT_PROVABLE",
                        "@Job void task() { Iterable<String> all = none(); rows.save(all.iterator().next()); }" + NONE),
                Arguments.of(
                        "NOT_PROVABLE",
                        "boolean odd; @Job void task() {"
                                + " CharSequence x = odd ? client.load(\"a\").join() : new StringBuilder(); }"),
                Arguments.of(
                        "NOT_PROVABLE",
                        "static final boolean EVER = true; @Job int task() {"
                                + " while (EVER) { if (client.load(\"a\").join().isEmpty()) { return 1; } } }"),
                Arguments.of(
                        "NOT_PROVABLE",
                        "@Job void task() { int[] a = {1}; a[next()] += client.load(\"a\").join().length(); }"
                                + " int next() { return 0; }"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isLeftAlone(String reason, String members) {
        boolean composed = reason.equals("RECURSION"); // the recursive method is handed over, the task is composed
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows).singleElement().satisfies(row -> {
                                    assertThat(row.verdict()).isEqualTo(composed ? "compose" : "lane");
                                    assertThat(composed ? "RECURSION" : row.reason())
                                            .isEqualTo(reason);
                                    assertThat(row.task()).isEqualTo("com.acme.Work#task()");
                                }))
                        .dataTable(Sites.Row.class, rows -> assertThat(rows).isNotEmpty()),
                java(FRAME.formatted(members)));
        if (!composed) {
            rewriteRun(
                    spec -> spec.recipe(new CreateAsyncTwins()).parser(Stubs.parser()), java(FRAME.formatted(members)));
        }
    }

    static Stream<Arguments> refusedForTheirKin() {
        return Stream.of(
                Arguments.of("NAME_TAKEN", LOADS, "class Kin { void taskAsync() {} }"),
                Arguments.of(
                        "NAME_TAKEN",
                        LOADS.replace("void", "public void"),
                        "interface Kin { void task(); default void taskAsync() {} }"),
                Arguments.of(
                        "NAME_TAKEN",
                        LOADS.replace("void", "public void"),
                        "interface Kin { void task(); default java.util.concurrent.CompletionStage<Void> taskAsync() {"
                                + " return java.util.concurrent.CompletableFuture.runAsync(this::task); } }"),
                Arguments.of("PROXY_ANNOTATION", LOADS, "@Guarded class Kin {} @interface Guarded {}"),
                Arguments.of("PROXY_ANNOTATION", LOADS, "class Kin { @Guarded void task() {} } @interface Guarded {}"),
                Arguments.of(
                        "PROXY_ANNOTATION",
                        LOADS.replace("void", "public void"),
                        "interface Kin { @Guarded void task(); } @interface Guarded {}"),
                Arguments.of("TX", LOADS, "@org.springframework.transaction.annotation.Transactional class Kin {}"),
                Arguments.of(
                        "TX",
                        LOADS,
                        "class Kin { @org.springframework.transaction.annotation.Transactional void task() {} }"));
    }

    /** The class extends or implements another one of the project. */
    @ParameterizedTest
    @MethodSource
    void refusedForTheirKin(String reason, String members, String kin) {
        String link = kin.startsWith("interface") ? "class Work implements Kin" : "class Work extends Kin";
        String work = FRAME.formatted(members).replace("class Work", link);
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows).singleElement().satisfies(row -> {
                                    assertThat(row.verdict()).isEqualTo("lane");
                                    assertThat(row.reason()).isEqualTo(reason);
                                })),
                java("package com.acme; " + kin),
                java(work));
        rewriteRun(
                spec -> spec.recipe(new CreateAsyncTwins()).parser(Stubs.parser()),
                java("package com.acme; " + kin),
                java(work));
    }

    @ParameterizedTest
    @CsvSource({"Guarded, lane, PROXY_ANNOTATION", "Component, compose, ''"})
    void anAnnotationOfTheClassIsAnAspectUnlessItIsKnown(String name, String verdict, String reason) {
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows).singleElement().satisfies(row -> {
                                    assertThat(row.verdict()).isEqualTo(verdict);
                                    assertThat(row.reason()).isEqualTo(reason);
                                })),
                java("package com.acme; @interface " + name + " {}"),
                java(FRAME.formatted(LOADS).replace("class Work", "@" + name + " class Work")));
    }

    @Test
    void aHelperThatGivesItsLockBackIsNoHindrance() {
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows)
                                        .singleElement()
                                        .extracting(Tasks.Row::verdict)
                                        .isEqualTo("compose")),
                java(FRAME.formatted("int n; @Job void task() { client.push(\"a\").join(); count(); }"
                        + " void count() { lock.lock(); try { n++; } finally { lock.unlock(); } }")));
    }

    @Test
    void twoCallsOnOneLineAreTwoSites() {
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(Sites.Row.class, rows -> assertThat(rows).hasSize(2)),
                java(FRAME.formatted(
                        "@Job String task() { return client.load(\"a\").join() + client.load(\"b\").join(); }")));
    }

    @Test
    void aTaskThatDoesNotBlockIsLeft() {
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows)
                                        .singleElement()
                                        .extracting(Tasks.Row::verdict)
                                        .isEqualTo("leave")),
                java(FRAME.formatted("@Job void task(String name, long[] ids, List<String> all) { name.length(); }")));
    }
}
