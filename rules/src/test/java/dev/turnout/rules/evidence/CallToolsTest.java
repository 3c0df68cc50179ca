// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools that our rules are compared with must find what such tools find: else the comparison flatters us. */
class CallToolsTest {
    private static final String SOURCE = """
            package shop;
            import java.util.concurrent.*;
            interface Step { String go(String s); }
            class Nap implements Step {
                public String go(String s) { try { Thread.sleep(9); } catch (InterruptedException e) {} return s; }
            }
            class Orders {
                Step step;
                CompletionStage<String> load(long id) { return CompletableFuture.completedFuture("" + id); }
                CompletionStage<String> joins(long id) { return load(id).thenApply(o -> load(id).toCompletableFuture().join()); }
                CompletionStage<String> sleeps(long id) throws InterruptedException { Thread.sleep(id); return load(id); }
                CompletionStage<String> deep(long id) { return load(id).thenApply(o -> step.go(o)); }
                String plain(long id) throws InterruptedException { Thread.sleep(id); return ""; }
            }
            """;

    @TempDir
    private static Path folder;

    private static final Imports IMPORTS = new Imports();

    private static Jar jar;

    @BeforeAll
    static void pack() throws IOException {
        Path classes = folder.resolve("classes");
        FixPairsTest.compile(classes, SOURCE);
        Path file = folder.resolve("shop.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> all = Files.walk(classes)) {
            for (Path one : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
                out.write(Files.readAllBytes(one));
                out.closeEntry();
            }
        }
        jar = new Jar(Coordinates.of("com.acme:shop:1"), file, List.of(), true);
    }

    @Test
    void directCallsAreThoseInMethodsThatReturnAStage() {
        Tool tool = new DirectCalls("direct", new BlockingTable()::has, IMPORTS);

        assertThat(finds(tool, "Orders", "joins", "CompletableFuture.join")).isTrue();
        assertThat(finds(tool, "Orders", "sleeps", "Thread.sleep")).isTrue();
        assertThat(finds(tool, "Nap", "go", "Thread.sleep")).isFalse();
        assertThat(finds(tool, "Orders", "plain", "Thread.sleep")).isFalse();
        assertThat(inAll(tool)).isEqualTo(2);
    }

    @Test
    void flattenedCallsGoThroughInterfaces() {
        Tool tool = new Flattened("flattened", new BlockingTable()::has, IMPORTS);

        assertThat(finds(tool, "Nap", "go", "Thread.sleep")).isTrue();
        assertThat(finds(tool, "Orders", "deep", "Thread.sleep")).isTrue();
        assertThat(finds(tool, "Orders", "plain", "Thread.sleep")).isFalse();
        assertThat(inAll(tool)).isEqualTo(3);
    }

    @Test
    void theThrowsClauseKnowsSleepAndNotJoin() {
        Tool tool = new DirectCalls("throws", ThrowsClause::blocks, IMPORTS);

        assertThat(finds(tool, "Orders", "sleeps", "Thread.sleep")).isTrue();
        assertThat(finds(tool, "Orders", "joins", "CompletableFuture.join")).isFalse();
        assertThat(inAll(tool)).isEqualTo(1);
    }

    @Test
    void ourRulesAreCountedTheSameWay() {
        Tool tool = new Turnout("gate", sight -> sight == Sight.GATE, Checks.ofJars());

        assertThat(finds(tool, "Orders", "joins", "CompletableFuture.join")).isTrue();
        assertThat(finds(tool, "Nap", "go", "Thread.sleep")).isTrue();
        assertThat(finds(tool, "Orders", "plain", "Thread.sleep")).isFalse();
    }

    private static boolean finds(Tool tool, String type, String method, String call) {
        Pair pair = FixPairsTest.pair("shop." + type, method, call, "other");
        return tool.on(jar, pair).orElseThrow().at(pair);
    }

    private static int inAll(Tool tool) {
        return Optional.of(FixPairsTest.pair("x", "x", "x", "other"))
                .flatMap(any -> tool.on(jar, any))
                .orElseThrow()
                .inAll();
    }
}
