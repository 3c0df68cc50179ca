// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.openrewrite.java.Assertions.java;
import static org.openrewrite.java.Assertions.srcMainJava;
import static org.openrewrite.properties.Assertions.properties;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

@Tag("jdk")
class RegisterTasksTest implements RewriteTest {
    private static final String CATALOG = "src/main/resources/META-INF/turnout/tasks.properties";
    private static final String SOURCE = """
            package com.acme;

            import com.acme.api.Rows;
            import org.jobrunr.jobs.annotations.Job;

            class Work {
                private final Rows rows = null;

                @Job
                void save(String name, long id) {
                    rows.save(name);
                }

                @Job
                void count(String[] names, byte[] bytes) {}
            }
            """;

    @Override
    public void defaults(RecipeSpec spec) {
        spec.recipe(new RegisterTasks()).parser(Stubs.parser());
    }

    @Test
    void lanesAndHarmlessTasksAreListed() {
        rewriteRun(srcMainJava(java(SOURCE)), properties(null, """
                        # Tasks of the async pool, by their address on the wire. Written by Turnout's recipes; yours to edit.
                        com.acme.Work#count([Ljava.lang.String;,[B) = blocking
                        com.acme.Work#save(java.lang.String,long) = blocking
                        """, spec -> spec.path(CATALOG)));
    }

    @Test
    void linesThatAreThereStay() {
        rewriteRun(srcMainJava(java(SOURCE)), properties("""
                        # ours
                        com.acme.Work#save(java.lang.String,long) = blocking:db
                        """, """
                        # ours
                        com.acme.Work#count([Ljava.lang.String;,[B) = blocking
                        com.acme.Work#save(java.lang.String,long) = blocking:db
                        """, spec -> spec.path(CATALOG)));
    }

    @Test
    void nothingIsListedWithoutTasks() {
        rewriteRun(srcMainJava(java("class A {}")));
    }
}
