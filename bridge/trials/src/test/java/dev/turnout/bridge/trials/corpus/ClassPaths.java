// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import dev.turnout.bridge.jobrunr7.TurnoutStorageProvider;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.runtime.Worker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Class paths of applications with each line of JobRunr, as Maven resolves them; kept until their poms change. */
public final class ClassPaths {
    private static final Path DROP_IN_8 =
            Path.of("../jobrunr8/target/classes").toAbsolutePath().normalize();
    private static final Path POMS = Path.of("src/test/corpus");
    private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:"
            + System.getProperty("turnout.test.maven-dependency-plugin") + ":build-classpath";

    private final Path folder;

    private ClassPaths(Path folder) {
        this.folder = folder;
    }

    /** Asks Maven for what is not known. One at a time; may wait for minutes where nothing is cached. */
    public static synchronized ClassPaths resolved() throws IOException, InterruptedException {
        ClassPaths paths =
                new ClassPaths(Files.createDirectories(Path.of("target/corpus")).toAbsolutePath());
        if (!paths.fresh()) {
            paths.ask();
        }
        return paths;
    }

    /** @param line {@code 7.5} */
    public String of(String line) throws IOException {
        return Files.readString(file(line)).strip();
    }

    /**
     * With our drop-in and what it stands on before it.
     *
     * @param line {@code 7.5} or {@code 8.7}
     */
    public String withDropIn(String line) throws IOException {
        Path dropIn = line.equals("7.5") ? codeOf(TurnoutStorageProvider.class) : DROP_IN_8;
        if (!Files.exists(dropIn)) {
            throw new AssertionError(dropIn + " is not there: build bridge/jobrunr8 before (-am does)");
        }
        return Stream.of(dropIn, codeOf(JobDocument.class), codeOf(Worker.class))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator, "", File.pathSeparator))
                + of(line);
    }

    /** The classes of these tests, which run with every line. */
    public static Path tests() {
        return codeOf(ClassPaths.class);
    }

    /** Where a class of this class path comes from. */
    public static Path codeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private Path file(String line) {
        return folder.resolve("jobrunr-" + line + ".classpath");
    }

    private boolean fresh() throws IOException {
        try (Stream<Path> poms = Files.walk(POMS)) {
            for (Path pom : poms.filter(path -> path.endsWith("pom.xml")).toList()) {
                String name =
                        Objects.requireNonNull(pom.getParent()).getFileName().toString();
                Path resolved = folder.resolve(name + ".classpath");
                if (name.startsWith("jobrunr-") && (!Files.exists(resolved) || !allThere(resolved, pom))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean allThere(Path resolved, Path pom) throws IOException {
        return Files.getLastModifiedTime(resolved).compareTo(Files.getLastModifiedTime(pom)) > 0
                && Stream.of(Files.readString(resolved).strip().split(File.pathSeparator))
                        .allMatch(jar -> Files.exists(Path.of(jar)));
    }

    private void ask() throws IOException, InterruptedException {
        String mvn = Objects.requireNonNullElseGet(
                System.getenv("TURNOUT_MVN"), () -> System.getProperty("turnout.test.mvn", "mvn"));
        List<String> line = new ArrayList<>(List.of(mvn, "-q", "-B", "-ntp", GOAL, "-Dcorpus.folder=" + folder));
        String repository = System.getProperty("turnout.test.repository");
        if (repository != null) {
            line.add("-Dmaven.repo.local=" + repository);
        }
        Path log = folder.resolve("maven.log");
        int exit = new ProcessBuilder(line)
                .directory(POMS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError(String.join(" ", line) + " ended with " + exit + "\n" + Files.readString(log));
        }
    }
}
