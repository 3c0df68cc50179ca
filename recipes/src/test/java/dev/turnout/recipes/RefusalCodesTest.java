// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openrewrite.java.Assertions.java;

import dev.turnout.recipes.table.Sites;
import dev.turnout.recipes.table.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openrewrite.test.RewriteTest;
import org.openrewrite.test.SourceSpecs;

/** A case for each reason that lies in code that no call names, or in who may call: the task keeps its source. */
@Tag("jdk")
class RefusalCodesTest implements RewriteTest {
    private static final String FRAME = """
            package com.acme;

            import com.acme.api.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            import org.jobrunr.jobs.annotations.Job;
            import org.springframework.transaction.annotation.Transactional;

            class Work {
                static final Client CLIENT = new Client();
                final Client client = new Client();
                final Rows rows = null;

            %s
            }
            """;

    /** Reason, what stands in the class, other sources. */
    static Stream<Arguments> lanes() {
        return Stream.of(
                lane(
                        "TOSTRING",
                        task("return client.load(\"a\").join() + new User();"),
                        "class User { public String toString() { return new com.acme.api.Client().load(\"u\").join(); } }"),
                lane(
                        "TOSTRING",
                        task("return client.load(\"a\").join() + String.valueOf(new User());"),
                        "class User { public String toString() { return new com.acme.api.Client().load(\"u\").join(); } }"),
                lane(
                        "EQUALS_HASHCODE",
                        task("client.push(\"a\").join(); return \"\" + new HashSet<Key>().add(new Key());"),
                        "class Key { public int hashCode() {"
                                + " return new com.acme.api.Client().load(\"u\").join().length(); } }"),
                lane(
                        "COMPARATOR",
                        task("client.push(\"a\").join(); List<String> all = new ArrayList<>(); all.sort(new Remote());"
                                + " return all.toString();"),
                        "class Remote implements java.util.Comparator<String> {"
                                + " public int compare(String a, String b) {"
                                + " return new com.acme.api.Client().load(a).join().compareTo(b); } }"),
                lane(
                        "COMPARATOR",
                        "final TreeMap<String, String> sorted = new TreeMap<>(new Remote());"
                                + task("client.push(\"a\").join(); return sorted.put(\"a\", \"b\");"),
                        "class Remote implements java.util.Comparator<String> {"
                                + " public int compare(String a, String b) {"
                                + " return new com.acme.api.Client().load(a).join().compareTo(b); } }"),
                lane(
                        "ITERATOR",
                        task("String all = client.load(\"a\").join(); for (String page : new Pages()) { all += page; }"
                                + " return all;"),
                        "class Pages implements Iterable<String> {"
                                + " public java.util.Iterator<String> iterator() { return new PageIterator(); } }",
                        "class PageIterator implements java.util.Iterator<String> {"
                                + " public boolean hasNext() { return true; }"
                                + " public String next() { return new com.acme.api.Client().load(\"p\").join(); } }"),
                lane(
                        "CLOSE",
                        task("try (Lease lease = new Lease()) { return client.load(\"a\").join(); }"),
                        "class Lease implements AutoCloseable {"
                                + " public void close() { new com.acme.api.Client().push(\"c\").join(); } }"),
                lane(
                        "STATIC_INIT",
                        task("return client.load(\"a\").join() + Late.VALUE;"),
                        "class Late { static final String VALUE = new com.acme.api.Client().load(\"s\").join(); }"),
                lane(
                        "STATIC_INIT",
                        task("return client.load(\"a\").join() + Late.value();"),
                        "class Late { static String kept; static { kept = new com.acme.api.Client().load(\"s\").join(); }"
                                + " static String value() { return kept; } }"),
                lane(
                        "UNKNOWN_HOF",
                        "final Function<String, String> remote = name -> client.load(name).join();"
                                + task(
                                        "client.push(\"a\").join();"
                                                + " return CompletableFuture.completedFuture(\"x\").thenApply(remote).join();")),
                lane(
                        "REFLECTIVE_CALLER",
                        "@Job public String task() throws Exception { return client.load(\"a\").join()"
                                + " + Work.class.getMethod(\"task\").getName(); }"),
                lane(
                        "GENERATED",
                        task("return client.load(\"a\").join();"),
                        "@interface Generated {}",
                        "class Marker {}"),
                lane(
                        "YIELDS_STAGE",
                        "@Job CompletionStage<String> task() { client.push(\"a\").join(); return client.load(\"b\"); }"),
                lane(
                        "LABEL_INTO_FINALLY",
                        task(
                                "all: for (;;) { try { client.push(\"a\").join(); } finally { break all; } } return \"\";")),
                lane(
                        "NATIVE_LOCK_RESOURCE",
                        "@Job String task(java.sql.Connection db) throws Exception {"
                                + " java.sql.ResultSet rs = db.createStatement().executeQuery(\"q\"); String all = \"\";"
                                + " while (rs.next()) { all += client.load(rs.getString(1)).join(); } return all; }"),
                lane(
                        "NATIVE_LOCK_RESOURCE",
                        "@Job void task(java.nio.channels.FileChannel file) throws Exception {"
                                + " try (java.nio.channels.FileLock lock = file.lock()) {"
                                + " client.push(\"a\").join(); } }"),
                lane(
                        "PERSISTENCE_CONTEXT",
                        "@Job int task(Order order) { client.push(\"a\").join(); return order.getItems().size(); }",
                        "@interface Entity {}",
                        "@interface OneToMany {}",
                        "@Entity class Order { @OneToMany java.util.List<String> items;"
                                + " java.util.List<String> getItems() { return items; } }"),
                lane("MISSING_TYPES", "@Job String task() { return client.load(\"a\").join() + unknown.load(); }"));
    }

    private static Arguments lane(String reason, String members, String... others) {
        return Arguments.of(reason, members, List.of(others));
    }

    private static String task(String body) {
        return "@Job String task() { " + body + " }";
    }

    @ParameterizedTest
    @MethodSource
    void lanes(String reason, String members, List<String> others) {
        String work = FRAME.formatted(members)
                .replace("class Work", reason.equals("GENERATED") ? "@Generated class Work" : "class Work");
        check(work, others, "lane", reason);
    }

    /** What waits is handed over as it is, with its reason in the table of sites; the task is composed around it. */
    static Stream<Arguments> handedOver() {
        return Stream.of(
                lane(
                        "CTOR",
                        "client.push(\"a\").join(); new Conf();",
                        "class Conf { Conf() { new com.acme.api.Client().push(\"c\").join(); } }"),
                lane(
                        "CTOR",
                        "client.push(\"a\").join(); new Conf();",
                        "class Conf { final String v = new com.acme.api.Client().load(\"c\").join(); }"),
                lane(
                        "FINALIZER",
                        "client.push(\"a\").join(); new Conf().finalize();",
                        "class Conf { @SuppressWarnings({\"deprecation\", \"removal\"}) @Override protected void finalize() {"
                                + " new com.acme.api.Client().push(\"c\").join(); } }"),
                lane(
                        "OVERRIDES_BINARY",
                        "client.push(\"a\").join(); Callable<String> call = new Call(); call.call();",
                        "class Call implements java.util.concurrent.Callable<String> {"
                                + " public String call() { return new com.acme.api.Client().load(\"c\").join(); } }"),
                lane(
                        "UNKNOWN_HOF",
                        "client.push(\"a\").join(); Loader.REMOTE.load(\"x\");",
                        "interface Loader { Loader REMOTE = name -> new com.acme.api.Client().load(name).join();"
                                + " String load(String name); }"),
                lane(
                        "REFLECTIVE_CALLER",
                        "client.push(\"a\").join(); Conf.class.getMethod(\"load\"); new Conf().load();",
                        "class Conf { public void load() { new com.acme.api.Client().push(\"c\").join(); } }"),
                lane(
                        "RECURSION",
                        "client.push(\"a\").join(); new Deep().down(3);",
                        "class Deep { void down(int n) { if (n > 0) { down(n - 1);"
                                + " new com.acme.api.Client().push(\"c\").join(); } } }"),
                lane(
                        "REENTRANT",
                        "client.push(\"a\").join(); new Deep().down(3);",
                        "class Deep { void down(int n) { if (n > 0) { up(n); new com.acme.api.Client().push(\"c\").join(); } }"
                                + " void up(int n) { down(n - 1); } }"));
    }

    @ParameterizedTest
    @MethodSource
    void handedOver(String reason, String body, List<String> others) {
        String work = FRAME.formatted("@Job void task() throws Exception { " + body + " }");
        check(work, others, "compose", reason);
    }

    @Test
    void aCallerInATransactionKeepsTheOldBody() {
        String work = FRAME.formatted(
                "@Job @Transactional public void task() { helper(); } void helper() { client.push(\"a\").join(); }");
        check(work, List.of(), "lane", "TX_CALLER");
    }

    private void check(String work, List<String> others, String verdict, String reason) {
        List<SourceSpecs> sources = new ArrayList<>();
        others.forEach(other -> sources.add(java("package com.acme; " + other)));
        sources.add(java(work));
        List<String> reasons = new ArrayList<>();
        rewriteRun(
                spec -> spec.recipe(new Inventory())
                        .parser(Stubs.parser().logCompilationWarningsAndErrors(false))
                        .typeValidationOptions(org.openrewrite.test.TypeValidation.none())
                        .dataTable(
                                Tasks.Row.class,
                                rows -> assertThat(rows).singleElement().satisfies(row -> {
                                    assertThat(row.verdict()).isEqualTo(verdict);
                                    reasons.add(row.reason());
                                }))
                        .dataTable(Sites.Row.class, rows -> rows.forEach(row -> reasons.add(row.reason()))),
                sources.toArray(SourceSpecs[]::new));
        assertThat(reasons).contains(reason);
        if (verdict.equals("lane")) {
            rewriteRun(
                    spec -> spec.recipe(new CreateAsyncTwins())
                            .parser(Stubs.parser().logCompilationWarningsAndErrors(false))
                            .typeValidationOptions(org.openrewrite.test.TypeValidation.none()),
                    sources.toArray(SourceSpecs[]::new));
        }
    }
}
