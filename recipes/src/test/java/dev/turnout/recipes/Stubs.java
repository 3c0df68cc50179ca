// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import org.openrewrite.java.JavaParser;

/** The little of frameworks that the recipes look at, so that tests need none of them. */
final class Stubs {
    private Stubs() {}

    static JavaParser.Builder<?, ?> parser() {
        return JavaParser.fromJavaVersion()
                .classpath("jobrunr", "slf4j-api")
                .logCompilationWarningsAndErrors(true)
                .dependsOn(
                        "package org.springframework.transaction.annotation; public @interface Transactional {}",
                        "package org.springframework.transaction; public interface PlatformTransactionManager {"
                                + " Object getTransaction(Object definition); void commit(Object status); }",
                        "package org.springframework.transaction.support; public class TransactionTemplate {"
                                + " public <T> T execute(java.util.function.Function<Object, T> what) { return null; } }",
                        "package org.springframework.cache.annotation; public @interface Cacheable {}",
                        "package org.springframework.context.i18n; public class LocaleContextHolder {"
                                + " public static void setLocale(java.util.Locale locale) {} }",
                        "package org.springframework.data.repository; public interface Repository<T, I> {}",
                        "package org.mockito; public @interface Mock {}",
                        """
                        package com.acme.api;
                        import java.util.concurrent.CompletableFuture;
                        public class Client {
                            public CompletableFuture<String> load(String name) { return null; }
                            public CompletableFuture<Void> push(String name) { return null; }
                        }
                        """,
                        """
                        package com.acme.api;
                        public interface Rows extends org.springframework.data.repository.Repository<String, Long> {
                            String find(String name);
                            void save(String name);
                        }
                        """);
    }
}
