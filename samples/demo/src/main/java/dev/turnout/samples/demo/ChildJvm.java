// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Java process of the demo, ended by its process id when the demo ends. */
final class ChildJvm implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final int TAIL = 30;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildJvm(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a JVM.
     *
     * @param name for messages, and of its log file
     * @param folder where its log and its argument file go
     * @param classPath in order
     * @param settings system properties, {@code key=value}
     * @param main the main class, then its arguments
     */
    static ChildJvm start(String name, Path folder, List<Path> classPath, List<String> settings, List<String> main)
            throws IOException {
        Files.createDirectories(folder);
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
        Path arguments = folder.resolve(name + ".args");
        Files.writeString(arguments, "-cp\n\"" + joined.replace("\\", "\\\\") + "\"\n");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        settings.forEach(setting -> line.add("-D" + setting));
        line.add("@" + arguments);
        line.addAll(main);
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ChildJvm(name, process, log);
    }

    String name() {
        return name;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits for a line of its output and gives it. */
    String line(Predicate<String> wanted, Duration within) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            try (Stream<String> lines = Files.lines(log)) {
                java.util.Optional<String> found = lines.filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
            if (!process.isAlive()) {
                throw new DemoFailure(name + " ended with " + process.exitValue() + " before it was ready; " + tail());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new DemoFailure(name + " was not ready within " + within.toSeconds() + " s; " + tail());
            }
            Thread.sleep(50);
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return "its output is in " + log + "; the end of it:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, as SIGTERM does, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** Ends it with SIGTERM and, where that does not help, with SIGKILL. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException stop) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
