// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Maven, as a user runs it, in a process of its own.
 *
 * @param command path of the Maven command
 * @param settings global settings that name the repository in our build folder; the user's own settings stay in force
 * @param cache local repository: a view of the user's, in which our own artifacts are apart
 */
record Maven(String command, Path settings, Path cache) {
    private static final int TAIL = 40;

    /** Maven with a settings file in {@code folder} that offers the artifacts of {@code repository}. */
    static Maven with(Path repository, Path folder) throws IOException {
        Path settings = Files.createDirectories(folder).resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                  <profiles>
                    <profile>
                      <id>turnout-demo</id>
                      <repositories>
                        <repository>%1$s</repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository>%1$s</pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>turnout-demo</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted("<id>turnout-demo</id><url>" + repository.toUri()
                + "</url><snapshots><enabled>true</enabled><updatePolicy>always</updatePolicy></snapshots>"));
        String command = System.getenv().getOrDefault("TURNOUT_MVN", "mvn");
        return new Maven(command, settings, viewOf(usersRepository(), folder.resolve("m2")));
    }

    /** Where the build of this repository found its libraries. */
    private static Path usersRepository() {
        String library = Path.of("info", "picocli", "picocli").toString();
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains(library))
                .map(path -> Path.of(path.substring(0, path.indexOf(library))))
                .findFirst()
                .orElseThrow(() -> new DemoFailure("cannot see where Maven keeps its libraries; start ./turnout demo"));
    }

    /** A folder of links to what is in {@code repository}, but for our own group: so nothing of ours gets into it. */
    private static Path viewOf(Path repository, Path view) throws IOException {
        Files.createDirectories(view.resolve("dev"));
        link(repository, view, "dev");
        if (Files.isDirectory(repository.resolve("dev"))) {
            link(repository.resolve("dev"), view.resolve("dev"), "turnout");
        }
        return view;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> groups = Files.list(from)) {
            for (Path group : groups.filter(Files::isDirectory).toList()) {
                String name = group.getFileName().toString();
                if (!name.equals(except)) {
                    Files.createSymbolicLink(to.resolve(name), group.toAbsolutePath());
                }
            }
        }
    }

    /**
     * Runs goals in a project and waits for their end; output goes to {@code log}.
     *
     * @throws DemoFailure if Maven fails, with the end of its output
     */
    void run(Path project, Path log, List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of(command, "-B", "-ntp", "-gs", settings.toString(), "-Dmaven.repo.local=" + cache));
        line.addAll(arguments);
        Process process = new ProcessBuilder(line)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new DemoFailure("Maven ended with " + exit + ": " + String.join(" ", line) + "\nin " + project
                    + "; its whole output is in " + log + "; the end of it:\n" + tail(log));
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }
}
