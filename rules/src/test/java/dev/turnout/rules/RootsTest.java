// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the roots and the class path of a check is not checked is told, by its name. */
class RootsTest {
    private static final String TWO = ": two different classes of one name, and only the first was checked";

    @TempDir
    private Path directory;

    private Path sleeps;
    private Path rests;

    @BeforeEach
    void compile() {
        sleeps = compiled("sleeps", "Thread.sleep(1);");
        rests = compiled("rests", "Thread.onSpinWait();");
    }

    @Test
    void twoClassesOfOneNameFailInWhateverOrder() {
        assertThat(told(List.of(sleeps, rests)))
                .containsExactly("shop.T (" + at(sleeps) + ", " + at(rests) + ")" + TWO);
        assertThat(told(List.of(rests, sleeps)))
                .containsExactly("shop.T (" + at(rests) + ", " + at(sleeps) + ")" + TWO);
        Report report = Rules.check(List.of(rests, sleeps), List.of());
        assertThat(report.passes()).isFalse();
        assertThat(report.counts().unreadableClasses()).isEqualTo(1);
    }

    @Test
    void twoOfOneNameInOneRootFailToo() throws IOException {
        Path second = Files.createDirectories(rests.resolve("more"));
        Files.copy(sleeps.resolve("shop/T.class"), second.resolve("T.class"));

        assertThat(told(List.of(rests))).containsExactly("shop.T (more/T.class, shop/T.class)" + TWO);
    }

    @Test
    void theSameClassTwiceIsOne() {
        Path again = compiled("again", "Thread.sleep(1);");

        Report report = Rules.check(List.of(sleeps, again), List.of());

        assertThat(report.failures()).extracting(Violation::rule).containsExactly(Rule.TRN104);
        assertThat(report.counts().classes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondFormForALaterJavaVersionIsTold(boolean asJar) throws IOException {
        Path root = versioned(asJar, true);

        assertThat(told(List.of(root)))
                .containsExactly("META-INF/versions/11/shop/T.class of " + root
                        + " were not checked, only the form for older Java versions");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOnlyFormOfAClassIsChecked(boolean asJar) throws IOException {
        Report report = Rules.check(List.of(versioned(asJar, false)), List.of());

        assertThat(report.failures()).extracting(Violation::rule).containsExactly(Rule.TRN104);
    }

    @Test
    void anEmptyRootAmongSeveralIsTold() throws IOException {
        Path empty = Files.createDirectories(directory.resolve("empty"));

        assertThat(told(List.of(rests, empty))).containsExactly("there is no class file in " + empty);
    }

    @Test
    void whatTheClassPathDoesNotHoldIsTold() throws IOException {
        Path absent = directory.resolve("absent.jar");
        Path junk = Files.writeString(directory.resolve("junk.jar"), "junk");
        Path jar = jar(Map.of("shop/T.class", bytes(sleeps)));

        assertThat(told(List.of(rests), List.of(absent, junk, jar)))
                .containsExactlyInAnyOrder(
                        absent + " of the class path: there is no such file",
                        junk + " of the class path: no jar that can be read");
        assertThat(told(List.of(rests), List.of(jar))).isEmpty();
    }

    private static List<String> told(List<Path> roots) {
        return told(roots, List.of());
    }

    private static List<String> told(List<Path> roots, List<Path> classPath) {
        return Rules.check(roots, classPath).violations().stream()
                .filter(finding -> finding.rule() == Rule.TRN806)
                .map(Violation::blockedCall)
                .toList();
    }

    private Path compiled(String name, String body) {
        Path classes = directory.resolve(name);
        Corpus.get().compile(classes, Map.of("shop.T", """
                package shop;
                import java.util.concurrent.CompletionStage;
                class T {
                    CompletionStage<String> stage;
                    CompletionStage<String> a() throws Exception { %s return stage; }
                }
                """.formatted(body)));
        return classes;
    }

    private Path versioned(boolean asJar, boolean base) throws IOException {
        Map<String, byte[]> files = base
                ? Map.of("shop/T.class", bytes(rests), "META-INF/versions/11/shop/T.class", bytes(sleeps))
                : Map.of("META-INF/versions/11/shop/T.class", bytes(sleeps));
        if (asJar) {
            return jar(files);
        }
        Path root = directory.resolve("versions");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path to = root.resolve(file.getKey());
            Files.createDirectories(to.getParent());
            Files.write(to, file.getValue());
        }
        return root;
    }

    private Path jar(Map<String, byte[]> files) throws IOException {
        Path jar = directory.resolve("some.jar");
        try (OutputStream to = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(to)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return jar;
    }

    private static byte[] bytes(Path root) throws IOException {
        return Files.readAllBytes(root.resolve("shop/T.class"));
    }

    private static String at(Path root) {
        return root.resolve("shop/T.class").toString();
    }
}
