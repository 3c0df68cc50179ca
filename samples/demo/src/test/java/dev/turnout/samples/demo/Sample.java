// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The sample's sources as a value, so that they can be rewritten and renamed in memory.
 *
 * @param name the package that holds all others
 * @param files text by path inside the project
 */
record Sample(String name, Map<String, String> files) {
    static final Path PROJECT = Path.of("../notebooks-legacy");

    private static final String NAME = "com.example.notebooks";
    private static final String CLASS_PATH =
            "org.apache.maven.plugins:maven-dependency-plugin:" + Versions.MAVEN_DEPENDENCY_PLUGIN + ":build-classpath";

    static Sample read() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String root : List.of("src/main/java", "src/test/java")) {
            try (Stream<Path> found = Files.walk(PROJECT.resolve(root))) {
                for (Path file :
                        found.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String path = PROJECT.relativize(file).toString().replace('\\', '/');
                    files.put(path, Files.readString(file));
                }
            }
        }
        return new Sample(NAME, files);
    }

    /** Asks Maven, as the sample's own build would, for what the sample and its tests are compiled against. */
    static List<Path> classPath(Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("classpath");
        Path log = folder.resolve("maven.log");
        List<String> line = new ArrayList<>(List.of(maven(), "-q", "-B", "-ntp", CLASS_PATH));
        line.add("-Dmdep.outputFile=" + output.toAbsolutePath());
        line.add("-Dmdep.includeScope=test");
        String repository = System.getProperty("turnout.test.repository");
        if (repository != null) {
            line.add("-Dmaven.repo.local=" + repository);
        }
        int exit = new ProcessBuilder(line)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError(String.join(" ", line) + " ended with " + exit + "\n" + Files.readString(log));
        }
        return Stream.of(Files.readString(output).strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    static String maven() {
        return Objects.requireNonNullElseGet(
                System.getenv("TURNOUT_MVN"), () -> System.getProperty("turnout.test.mvn", "mvn"));
    }

    /** The same files, had the project been called {@code other} from the beginning. */
    Sample renamed(String other) {
        Map<String, String> renamed = new TreeMap<>();
        files.forEach((path, text) ->
                renamed.put(path.replace(name.replace('.', '/'), other.replace('.', '/')), text.replace(name, other)));
        return new Sample(other, renamed);
    }

    Sample withFiles(Map<String, String> others) {
        return new Sample(name, others);
    }

    /** The files whose path begins so. */
    Map<String, String> under(String root) {
        Map<String, String> found = new TreeMap<>(files);
        found.keySet().removeIf(path -> !path.startsWith(root));
        return found;
    }

    String text(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }
}
