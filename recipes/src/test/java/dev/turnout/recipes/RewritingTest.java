// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.recipes.find.Project;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.SourceFile;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.tree.J;

@Tag("jdk")
class RewritingTest {
    @Test
    void oneParserReadsAllNewMethodsOfARun() {
        String[] sources = IntStream.range(0, 5).mapToObj(i -> """
                        package com.acme;

                        import java.util.concurrent.CompletableFuture;
                        import org.jobrunr.jobs.annotations.Job;

                        class Task%d {
                            @Job
                            public String task(String name) {
                                return load(name);
                            }

                            private String load(String name) {
                                return CompletableFuture.completedFuture(name).join();
                            }
                        }
                        """.formatted(i)).toArray(String[]::new);
        InMemoryExecutionContext ctx = new InMemoryExecutionContext();
        List<SourceFile> files = JavaParser.fromJavaVersion()
                .classpath("jobrunr")
                .build()
                .parse(ctx, sources)
                .toList();
        Project project = new Project();
        files.forEach(file -> project.add((J.CompilationUnit) file));
        AtomicInteger parsers = new AtomicInteger();
        Rewriting rewriting = new Rewriting(project, source -> {
            parsers.incrementAndGet();
            return Methods.parse(source);
        });

        for (SourceFile file : files) {
            assertThat(rewriting.rewrite((J.CompilationUnit) file, ctx).printAll())
                    .contains("loadAsync(name)");
        }

        assertThat(parsers).hasValue(1);
    }
}
