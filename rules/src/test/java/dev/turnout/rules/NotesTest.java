// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check says of itself, word by word. */
class NotesTest {
    @TempDir
    private Path classes;

    @Test
    void aTypeThatIsNotOnTheClassPath() throws IOException {
        compile(Map.of(
                "lib.Gone", "package lib; public class Gone { public void call() {} }",
                "shop.Shop", "package shop; class Shop { void a(lib.Gone g) { g.call(); } }"));
        Files.delete(classes.resolve("lib/Gone.class"));

        assertThat(notes()).containsExactly("""
                        TRN806 incomplete-analysis: lib.Gone not on the class path  [warning]
                          because what cannot be read cannot be checked
                          mend: put the missing jars on the class path of the check, or name the classes that hold the tasks
                        """, """
                        TRN806 incomplete-analysis: no task, no method that returns a stage and no continuation in 1 classes  [warning]
                          because what cannot be read cannot be checked
                          mend: put the missing jars on the class path of the check, or name the classes that hold the tasks
                        """);
    }

    @Test
    void aFunctionThatNobodyPutsThere() {
        compile(Map.of("shop.Shop", """
                package shop;
                import java.util.concurrent.*;
                class Shop {
                    Runnable task;
                    java.util.function.Supplier<String> known = () -> "";
                    CompletionStage<String> a() { task.run(); return CompletableFuture.completedFuture(known.get()); }
                    void notAsync() { task.run(); }
                }
                """));

        assertThat(notes()).containsExactly("""
                        TRN806 incomplete-analysis: Shop.a calls a function that is kept, and none is seen to be put there  [info]
                          because what cannot be read cannot be checked
                          mend: put the missing jars on the class path of the check, or name the classes that hold the tasks
                        """);
    }

    @Test
    void aLambdaThatIsKept() {
        compile(Map.of("shop.Shop", """
                package shop;
                import java.util.concurrent.*;
                class Shop {
                    Callable<String> kept;
                    CompletionStage<String> a(Process p) {
                        kept = () -> "" + p.waitFor();
                        return CompletableFuture.completedFuture("");
                    }
                }
                """));

        assertThat(notes()).containsExactly("""
                        TRN107 process-wait: Process.waitFor is reached from shop.Shop#a(java.lang.Process)  [possible, does not fail]
                            Shop.a                                   (Shop.java:6)  returns a stage
                          > Shop.a                                   (Shop.java:6)  lambda that is kept
                          because it starts or awaits a process of the system, and a method that returns a stage promises its caller not to wait
                          mend: go on from process.onExit(); offload the start: Blocking.call(() -> ...)
                        """);
    }

    private void compile(Map<String, String> sources) {
        Corpus.get().compile(classes, sources);
    }

    private List<String> notes() {
        return Rules.check(List.of(classes), Corpus.get().classPath()).violations().stream()
                .map(TextReport::of)
                .toList();
    }
}
