// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import static org.openrewrite.java.Assertions.java;
import static org.openrewrite.java.Assertions.srcMainJava;
import static org.openrewrite.xml.Assertions.xml;

import dev.turnout.recipes.find.RuntimeTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openrewrite.test.RecipeSpec;
import org.openrewrite.test.RewriteTest;

@Tag("jdk")
class AddRuntimeTest implements RewriteTest {
    private static final String COMPOSED = """
            class Work {
                @org.jobrunr.jobs.annotations.Job
                void nap() throws Exception {
                    Thread.sleep(1);
                }
            }
            """;
    private static final String POM = """
            <project>
              <dependencies>
                <dependency>
                  <groupId>a</groupId>
                  <artifactId>b</artifactId>
                </dependency>
              </dependencies>
            </project>
            """;

    @Override
    public void defaults(RecipeSpec spec) {
        spec.recipe(new AddRuntime()).parser(Stubs.parser());
    }

    @Test
    void aModuleWithTwinsGetsTheRuntime() {
        rewriteRun(
                srcMainJava(java(COMPOSED)),
                xml(POM, """
                        <project>
                          <dependencies>
                            <dependency>
                              <groupId>a</groupId>
                              <artifactId>b</artifactId>
                            </dependency>
                            <dependency>
                              <groupId>dev.turnout</groupId>
                              <artifactId>turnout-async-runtime</artifactId>
                              <version>%s</version>
                            </dependency>
                          </dependencies>
                        </project>
                        """.formatted(RuntimeTypes.version()), spec -> spec.path("pom.xml")));
    }

    @Test
    void aPomWithoutDependenciesGetsThem() {
        rewriteRun(
                srcMainJava(java(COMPOSED)),
                xml("""
                        <project>
                          <artifactId>a</artifactId>
                        </project>
                        """, """
                        <project>
                          <artifactId>a</artifactId>
                          <dependencies>
                            <dependency>
                              <groupId>dev.turnout</groupId>
                              <artifactId>turnout-async-runtime</artifactId>
                              <version>%s</version>
                            </dependency>
                          </dependencies>
                        </project>
                        """.formatted(RuntimeTypes.version()), spec -> spec.path("pom.xml")));
    }

    @Test
    void otherModulesStayAsTheyAre() {
        rewriteRun(
                srcMainJava(java("class A {}")),
                xml(POM, spec -> spec.path("pom.xml")),
                xml(POM, spec -> spec.path("other/pom.xml")));
    }
}
