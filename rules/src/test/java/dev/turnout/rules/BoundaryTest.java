// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What twins cannot ask at the boundary of a rule: how often, and of types with a certain name. */
class BoundaryTest {
    private static final String HEAD = "import java.util.concurrent.*; import java.util.function.*;";

    @TempDir
    Path classes;

    @Test
    void aJobLambdaIsCountedOnceAndWhereItStands() {
        assertThat(check(Map.of("T", HEAD + """
                        class T {
                            org.jobrunr.scheduling.JobScheduler jobs; CompletableFuture<String> done;
                            CompletableFuture<String> shipAsync(long id) { return done; }
                            void ship() { jobs.enqueue(() -> shipAsync(3)); }
                        }
                        """)))
                .filteredOn(v -> v.rule() == Rule.TRN801)
                .singleElement()
                .satisfies(v -> assertThat(v.place().methodName()).isEqualTo("ship"));
    }

    @ParameterizedTest
    @CsvSource({"get, 1", "getIfPresent, 0"})
    void whatIsInMemoryNeedsNoAsyncTwin(String read, int found) {
        String cache = "package com.github.benmanes.caffeine.cache; public interface ";
        assertThat(check(Map.of(
                        "com.github.benmanes.caffeine.cache.Cache",
                        cache + "Cache<K, V> { V getIfPresent(K k); }",
                        "com.github.benmanes.caffeine.cache.LoadingCache",
                        cache + "LoadingCache<K, V> extends Cache<K, V> { V get(K k); }",
                        "com.github.benmanes.caffeine.cache.AsyncLoadingCache",
                        cache + "AsyncLoadingCache<K, V> { java.util.concurrent.CompletableFuture<V> get(K k);"
                                + " java.util.concurrent.CompletableFuture<V> getIfPresent(K k); }",
                        "T",
                        HEAD + """
                        class T {
                            com.github.benmanes.caffeine.cache.LoadingCache<String, String> cache; CompletableFuture<String> done;
                            CompletableFuture<String> a() { cache.READ(""); return done; }
                        }
                        """.replace("READ", read))))
                .filteredOn(v -> v.rule() == Rule.TRN312 || v.rule() == Rule.TRN313)
                .hasSize(found);
    }

    @ParameterizedTest
    @CsvSource({"now, 1", "later, 0"})
    void aContinuationComesAfterTheTransaction(String when, int found) {
        assertThat(check(Map.of("T", HEAD + """
                        class T {
                            org.jobrunr.scheduling.JobScheduler jobs; CompletableFuture<String> done; Object kept;
                            @org.springframework.transaction.annotation.Transactional
                            public void a() { WHEN(() -> jobs.enqueue(() -> ship())); }
                            void now(Runnable r) { r.run(); }
                            void later(Runnable r) { kept = done.thenRun(r); }
                            void ship() {}
                        }
                        """.replace("WHEN", when))))
                .filteredOn(v -> v.rule() == Rule.TRN504)
                .hasSize(found);
    }

    /** Each branch adds a place from which the variable may come: not followed without end. */
    @Test
    void aVariableThatIsSetInHundredsOfBranchesIsStillLookedAt() {
        String branches = "if (k == 0) { a = a.thenApply(x -> x); h(); }\n".repeat(500);
        assertThat(check(Map.of("T", HEAD + """
                        class T {
                            CompletableFuture<String> f;
                            void h() {}
                            CompletableFuture<String> a(int k) { CompletableFuture<String> a = f; BRANCHES a.join(); return f; }
                        }
                        """.replace("BRANCHES", branches))))
                .filteredOn(v -> v.rule() == Rule.TRN101)
                .hasSize(1);
    }

    private List<Violation> check(Map<String, String> sources) {
        Corpus.get().compile(classes, sources);
        return Rules.check(List.of(classes), Corpus.get().classPath()).violations();
    }
}
