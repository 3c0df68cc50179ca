// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One line of JobRunr, in a process of its own, see {@link Scribe}. */
final class Line implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final String version;
    private final Path folder;
    private final Process process;

    private Line(String version, Path folder, Process process) {
        this.version = version;
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param classPath of an application with that version
     * @param provider which of the {@link Store}'s
     */
    static Line start(
            String version, String classPath, Path folder, List<String> mappers, String redis, String provider)
            throws IOException {
        Path own = Files.createDirectories(folder.resolve(version));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-cp",
                ClassPaths.tests() + File.pathSeparator + classPath,
                Scribe.class.getName(),
                own.toString(),
                String.join(",", mappers),
                redis,
                provider));
        Process process = new ProcessBuilder(command)
                .redirectOutput(own.resolve("said").toFile())
                .redirectError(own.resolve("errors").toFile())
                .start();
        return new Line(version, own, process);
    }

    String version() {
        return version;
    }

    /** A folder for each mapper. */
    List<Path> mappers() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** All its jobs are in Redis, and its servers have started. */
    void begun() {
        awaitWord("BEGUN");
    }

    /** Lets it go on, past the next point at which it waits. */
    void goOn() throws IOException {
        OutputStream line = process.getOutputStream();
        line.write("go on\n".getBytes(StandardCharsets.UTF_8));
        line.flush();
    }

    void written() {
        awaitWord("WRITTEN");
    }

    void read() {
        awaitWord("READ");
    }

    private void awaitWord(String word) {
        await("JobRunr " + version + " to say " + word + "; its words are in " + folder)
                .atMost(PATIENCE)
                .failFast("the process ended", () -> {
                    if (!process.isAlive() && !said().contains(word)) {
                        throw new AssertionError(errors());
                    }
                })
                .until(() -> said().contains(word));
    }

    private List<String> said() {
        return lines("said");
    }

    private String errors() {
        return "JobRunr " + version + " ended: " + String.join("\n", lines("errors"));
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
