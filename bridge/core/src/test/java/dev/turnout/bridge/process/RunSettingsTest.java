// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSettingsTest {
    @TempDir
    Path folder;

    @Test
    void whatTheCommandWritesTheProcessReads() throws Exception {
        RunSettings written = new RunSettings(
                "müller's = worker # 1\\2",
                "app:x",
                7,
                Duration.ofMillis(1_500),
                Duration.ofHours(1),
                Map.of("db", 3, "a b", 4),
                List.of("com.acme.Tasks", "com.acme.Tasks$Inner"),
                Optional.of(new RunSettings.Burst(5, true)),
                folder.resolve("a folder/ready"));
        Path file = folder.resolve("run.properties");

        written.store(file);

        assertThat(RunSettings.load(file)).isEqualTo(written);
    }

    @Test
    void aWorkerWithoutTasksAndWithoutAnEndIsReadAsThat() throws Exception {
        RunSettings written = new RunSettings(
                "w",
                "",
                1,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Map.of(),
                List.of(),
                Optional.empty(),
                folder.resolve("ready"));
        Path file = folder.resolve("run.properties");

        written.store(file);

        assertThat(RunSettings.load(file)).isEqualTo(written);
        assertThat(Files.readString(file)).doesNotContain("redis");
    }
}
