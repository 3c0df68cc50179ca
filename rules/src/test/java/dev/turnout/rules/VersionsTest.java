// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class files of Java 8 to 25, and of one that does not exist yet. */
@Tag("jdk")
class VersionsTest {
    private static final int VERSION_AT = 7;
    private static final int JAVA_8 = 52;
    private static final Map<String, String> SOURCE = Map.of("T", """
            import java.util.concurrent.CompletionStage;
            class T {
                CompletionStage<String> stage;
                CompletionStage<String> a(String name) {
                    return stage.thenApply(v -> nap(v + name));
                }
                private static String nap(String s) {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        throw new IllegalArgumentException(e);
                    }
                    return s;
                }
            }
            """);

    @TempDir
    Path classes;

    /** Lambdas and concatenations are compiled one way up to 8, another from 9 on; each version's number is read. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
    void isRead(int version) throws IOException {
        int compiled = Math.min(version, Math.min(17, Runtime.version().feature()));
        Corpus.get().compile(classes, SOURCE, List.of("--release", String.valueOf(compiled)));
        mark(version);

        Report report = Rules.check(List.of(classes), List.of());

        assertThat(report.counts().unreadableClasses()).isZero();
        assertThat(report.failures())
                .singleElement()
                .satisfies(v -> assertThat(v.path()).extracting(Frame::line).containsExactly(5, 5, 9));
    }

    /** What the JDK that runs this compiles to, whichever that is. */
    @Test
    void whatThisJdkCompilesIsRead() {
        Corpus.get().compile(classes, SOURCE);

        assertThat(Rules.check(List.of(classes), List.of()).failures()).hasSize(1);
    }

    @Test
    void aVersionThatIsNotKnownFails() throws IOException {
        Corpus.get().compile(classes, SOURCE);
        mark(99);

        Report report = Rules.check(List.of(classes), List.of());

        assertThat(report.failures()).extracting(Violation::rule).containsExactly(Rule.TRN806);
        assertThat(report.failures().get(0).blockedCall()).isEqualTo("T.class could not be read");
    }

    private void mark(int version) throws IOException {
        Path file = classes.resolve("T.class");
        byte[] bytes = Files.readAllBytes(file);
        bytes[VERSION_AT] = (byte) (JAVA_8 - 8 + version);
        Files.write(file, bytes);
    }
}
