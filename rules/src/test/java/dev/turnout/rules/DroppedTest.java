// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A class file that ArchUnit drops fails the rules in a test as it fails the command. */
class DroppedTest {
    private static final int VERSION_AT = 7;
    private static final int JAVA_99 = 143;

    @TempDir
    private Path directory;

    private Path classes;
    private Path waits;

    @BeforeEach
    void compile() {
        classes = directory.resolve("classes of a shop");
        Corpus.get()
                .compile(
                        classes,
                        Map.of("shop.Clean", "package shop; class Clean {}", "shop.part.T", """
                package shop.part;
                class T { java.util.concurrent.CompletionStage<?> a() throws Exception { Thread.sleep(1); return null; } }
                """, "other.T", """
                package other;
                class T { java.util.concurrent.CompletionStage<?> a() throws Exception { Thread.sleep(1); return null; } }
                """));
        waits = classes.resolve("shop/part/T.class");
    }

    static List<ArchRule> rules() {
        return List.of(
                TurnoutRules.noBlockingOnAsyncPaths(), TurnoutRules.noFacadeLeft(), TurnoutRules.noBridgeTypeLeft());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void oneOfAVersionThatIsNotKnownFails(ArchRule rule) throws IOException {
        mark();

        assertThatThrownBy(() -> rule.check(imported(classes)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("TRN806 incomplete-analysis")
                .hasMessageContaining("/shop/part/T.class could not be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", ""})
    void oneThatIsNoClassFails(String content) throws IOException {
        Files.writeString(waits, content);

        assertThatThrownBy(() -> TurnoutRules.noBlockingOnAsyncPaths().check(imported(classes)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/shop/part/T.class could not be read");
    }

    @Test
    void oneInAJarFails() throws IOException {
        mark();
        Path jar = jar();

        try (JarFile file = new JarFile(jar.toFile())) {
            JavaClasses imported = new ClassFileImporter().importJar(file);
            assertThat(imported).isNotEmpty();
            assertThatThrownBy(() -> TurnoutRules.noBlockingOnAsyncPaths().check(imported))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("some.jar!/shop/part/T.class could not be read");
        }
    }

    @Test
    void oneThatWasNotAskedForDoesNot() {
        JavaClasses imported = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/T.class"))
                .importPath(classes);

        assertThatCode(() -> TurnoutRules.noBlockingOnAsyncPaths().check(imported))
                .doesNotThrowAnyException();
    }

    @Test
    void oneInAPackageThatWasNotAskedForDoesNot() throws IOException {
        mark();
        Files.writeString(classes.resolve("other/T.class"), "junk");
        Files.delete(waits);

        assertThatCode(() -> TurnoutRules.noBlockingOnAsyncPaths().check(imported(classes.resolve("shop"))))
                .doesNotThrowAnyException();
    }

    private static JavaClasses imported(Path root) {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/other/"))
                .importPath(root);
    }

    private void mark() throws IOException {
        byte[] bytes = Files.readAllBytes(waits);
        bytes[VERSION_AT] = (byte) JAVA_99;
        Files.write(waits, bytes);
    }

    private Path jar() throws IOException {
        Path jar = directory.resolve("some.jar");
        try (OutputStream to = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(to);
                Stream<Path> files = Files.walk(classes.resolve("shop"))) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                    out.write(Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar;
    }
}
