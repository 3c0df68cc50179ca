// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/blockhound.md promises to users, with a real worker in a JVM of its own. */
class BlockHoundTest {
    private static final String FLAG = "-XX:+AllowRedefinitionToAddDeleteMethods";

    @TempDir
    Path directory;

    @Test
    void aWaitOnALoopFailsTheJobAndAnOffloadedOneDoesNot() throws IOException, InterruptedException {
        List<String> printed = run(FLAG);

        assertThat(printed)
                .anyMatch(line -> line.matches("sleeps: Blocking call! java.lang.Thread.sleep.*"))
                .anyMatch(line -> line.matches("looks: Blocking call! sun.nio.fs.UnixNativeDispatcher.*"))
                .anyMatch(line -> line.matches("looksLater: Blocking call! sun.nio.fs.UnixNativeDispatcher.*"))
                .contains("offloads: 1 done", "delays: 1 done");
    }

    @Test
    void withoutTheFlagItSaysWhatToDo() throws IOException, InterruptedException {
        assertThat(run("-Dwithout=flag"))
                .anyMatch(line -> line.contains("TURNOUT-0860 this JVM was started without " + FLAG))
                .noneMatch(line -> line.startsWith("sleeps"));
    }

    private List<String> run(String option) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                option,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+EnableDynamicAgentLoading",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WatchedWorker.class.getName())
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
