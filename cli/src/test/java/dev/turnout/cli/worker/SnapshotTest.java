// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    Path folder;

    private Path real;
    private Path link;

    @BeforeEach
    void linkAFolderOfClasses() throws Exception {
        real = Files.createDirectories(folder.resolve("real"));
        Files.writeString(Files.createDirectories(real.resolve("com")).resolve("A.class"), "x");
        link = Files.createSymbolicLink(folder.resolve("link"), real);
    }

    @Test
    void aLinkAndWhatItLeadsToAreTheSameFolder() {
        assertThatCode(() -> Snapshot.refuseIfNothingIsReloaded(plan(real, link)))
                .doesNotThrowAnyException();
        assertThatCode(() -> Snapshot.refuseIfNothingIsReloaded(plan(link, real.resolve("com"))))
                .doesNotThrowAnyException();
        assertThatCode(() -> Snapshot.refuseIfNothingIsReloaded(plan(link.resolve("yet"), real.resolve("yet"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Snapshot.refuseIfNothingIsReloaded(plan(link, folder.resolve("other"))))
                .hasMessageContaining("TURNOUT-0428");
    }

    @Test
    void aGenerationRunsOnACopyOfWhatALinkLeadsTo() throws Exception {
        try (RunFolder run = RunFolder.make()) {
            Path copy = Snapshot.of(plan(link, real), run).app();

            assertThat(copy).startsWith(run.path());
            assertThat(copy.resolve("com/A.class")).hasContent("x");
            assertThat(Files.isSymbolicLink(copy)).isFalse();
        }
    }

    private static Plan plan(Path app, Path watched) {
        return new Plan(
                app,
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(watched));
    }
}
