// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchedFilesTest {
    private static final Duration LOOK = Duration.ofMillis(50);

    @TempDir
    Path folder;

    @Test
    void nothingChangesWhereOnlyAFileBesideIsWritten() throws Exception {
        Path root = Files.createDirectories(folder.resolve("classes"));
        try (WatchedFiles files = WatchedFiles.of(List.of(root))) {
            Fingerprint seen = files.settled(() -> false);

            Files.writeString(folder.resolve("other"), "x");

            assertThat(files.differFrom(seen, Duration.ofSeconds(1))).isFalse();
        }
    }

    @Test
    void aFileInANewFolderInsideANewFolderIsSeen() throws Exception {
        Path root = Files.createDirectories(folder.resolve("classes"));
        try (WatchedFiles files = WatchedFiles.of(List.of(root))) {
            Path deep = Files.createDirectories(root.resolve("com/acme"));
            Fingerprint seen = files.settled(() -> false);

            Files.writeString(deep.resolve("Tasks.class"), "x");

            await().until(() -> files.differFrom(seen, LOOK));
        }
    }

    @Test
    void aFolderThatIsDeletedAndComesAgainIsFollowed() throws Exception {
        Path root = Files.createDirectories(folder.resolve("target/classes"));
        Path file = Files.writeString(root.resolve("Tasks.class"), "x");
        try (WatchedFiles files = WatchedFiles.of(List.of(root))) {
            Fingerprint first = files.settled(() -> false);

            Files.delete(file);
            Files.delete(root);
            Files.delete(root.getParent());
            await().until(() -> files.differFrom(first, LOOK));
            Fingerprint gone = files.settled(() -> false);
            Files.createDirectories(root);
            Files.writeString(file, "xx");

            await().until(() -> files.differFrom(gone, LOOK));
        }
    }

    @Test
    void whatALinkLeadsToIsWatched() throws Exception {
        Path jar = Files.writeString(
                Files.createDirectories(folder.resolve("build")).resolve("app-1.jar"), "x");
        Path classes = Files.createDirectories(folder.resolve("out/classes"));
        Path jarLink = Files.createSymbolicLink(folder.resolve("app.jar"), jar);
        Path folderLink = Files.createSymbolicLink(folder.resolve("current"), classes);
        try (WatchedFiles files = WatchedFiles.of(List.of(jarLink, folderLink))) {
            Fingerprint first = files.settled(() -> false);

            Files.writeString(jar, "xx");
            await().until(() -> files.differFrom(first, LOOK));
            Fingerprint second = files.settled(() -> false);
            Files.writeString(classes.resolve("Tasks.class"), "x");

            await().until(() -> files.differFrom(second, LOOK));
        }
    }

    @Test
    void filesHaveSettledWhenNoneWasWrittenForAWhile() throws Exception {
        Path file = Files.writeString(folder.resolve("app.jar"), "");
        try (WatchedFiles files = WatchedFiles.of(List.of(file))) {
            Thread build = new Thread(() -> {
                await().pollInterval(Duration.ofMillis(100))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> {
                            Files.writeString(file, Files.readString(file) + "x");
                            return Files.size(file) == 12;
                        });
            });
            build.start();
            await().until(() -> Files.size(file) > 0);

            Fingerprint settled = files.settled(() -> false);

            assertThat(settled.files().get(file.toAbsolutePath()).length()).isEqualTo(12);
            build.join();
        }
    }
}
