// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Maven, as a user runs it, in a process of its own.
 *
 * @param command path of the Maven command
 * @param settings global settings that name the repository in our build folder; the user's own settings stay in force
 */
record Maven(String command, Path settings) {
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
        return new Maven(System.getenv().getOrDefault("TURNOUT_MVN", "mvn"), settings);
    }

    /**
     * Runs goals in a project and waits for their end; output goes to {@code log}.
     *
     * @throws DemoFailure if Maven fails, with the end of its output
     */
    void run(Path project, Path log, List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command, "-B", "-ntp", "-gs", settings.toString()));
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
