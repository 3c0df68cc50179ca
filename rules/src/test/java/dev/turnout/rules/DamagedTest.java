// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged class file is told by its name, wherever the damage is. */
class DamagedTest {
    private static final int DAMAGES = Integer.getInteger("turnout.damages", 200);
    private static final Map<String, String> SOURCES = Map.of("shop.Base", """
                    package shop;
                    class Base {
                        java.util.concurrent.CompletableFuture<String> stage;
                    }
                    """, "shop.T", """
                    package shop;
                    import java.util.concurrent.CompletionStage;
                    class T extends Base {
                        private static int count;
                        CompletionStage<String> a(String name) {
                            count++;
                            Runnable rest = () -> nap(name + count);
                            return stage.thenApply(v -> { rest.run(); return v; });
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
    private Path directory;

    private Path classes;
    private Path library;

    @BeforeEach
    void compile() throws IOException {
        classes = directory.resolve("classes");
        library = directory.resolve("library");
        Corpus.get().compile(classes, SOURCES);
        Files.createDirectories(library.resolve("shop"));
    }

    @Test
    void onTheClassPathItIsTold() throws IOException {
        Files.move(classes.resolve("shop/Base.class"), library.resolve("shop/Base.class"));
        assertThat(told(check())).isEmpty();

        Files.writeString(library.resolve("shop/Base.class"), "junk");

        assertThat(told(check())).containsExactly("shop.Base of the class path could not be read");
    }

    /** Bits turned over and files cut off: the rest is checked, or the file is named; nothing is thrown. */
    @Test
    void amongTheClassesItFailsByItsName() throws IOException {
        Path file = classes.resolve("shop/T.class");
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(7);
        int named = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = sound.clone();
            if (i % 10 == 0) {
                damaged = Arrays.copyOf(sound, random.nextInt(sound.length));
            } else {
                damaged[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            Files.write(file, damaged);
            Report report = check();
            if (report.counts().unreadableClasses() > 0) {
                named++;
                assertThat(report.passes()).isFalse();
                assertThat(told(report)).anyMatch(text -> text.contains("T") && text.contains("could not be read"));
            }
        }
        assertThat(named).isGreaterThan(DAMAGES / 10);
        Files.write(file, sound);
        assertThat(told(check())).isEmpty();
    }

    private Report check() {
        return Rules.check(List.of(classes), List.of(library));
    }

    private static List<String> told(Report report) {
        return report.violations().stream()
                .filter(finding -> finding.rule() == Rule.TRN806)
                .map(Violation::blockedCall)
                .toList();
    }
}
