// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A released library with the jar of its tests, a line of {@code evidence/oracle-libraries.csv}.
 *
 * @param id names its directory
 * @param checked jars that the rules read, as {@code group:artifact:version}
 * @param tests the jar of tests, with a classifier
 * @param include pattern of the names of test classes
 * @param exclude those that are not run: they ask for hosts that are not on this machine, or take minutes
 * @param limit the run is ended then, and what was seen counts
 */
record Library(String id, List<String> checked, String tests, String include, String exclude, Duration limit) {
    private static final String LIST = "/evidence/oracle-libraries.csv";
    private static final int COLUMNS = 7;

    static List<Library> all() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Library.class.getResourceAsStream(LIST), LIST), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("id,"))
                    .map(Library::of)
                    .toList();
        }
    }

    private static Library of(String line) {
        String[] fields = line.split(",");
        if (fields.length != COLUMNS) {
            throw new IllegalArgumentException(LIST + " has " + fields.length + " fields in: " + line);
        }
        return new Library(
                fields[0],
                List.of(fields[1].split(" ")),
                fields[2],
                fields[4],
                fields[5],
                Duration.ofSeconds(Long.parseLong(fields[6])));
    }

    /** What Maven resolved, in {@code work}. */
    static List<Path> classPath(Path work) throws IOException {
        return Arrays.stream(
                        Files.readString(work.resolve("classpath.txt")).strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    List<Path> checkedIn(List<Path> classPath) {
        return checked.stream().map(one -> jar(classPath, one)).toList();
    }

    Path testsIn(List<Path> classPath) {
        return jar(classPath, tests);
    }

    /** The jars of tests, and of help for tests, among which the suite's own is one. */
    static List<Path> helpersIn(List<Path> classPath) {
        return classPath.stream()
                .filter(path -> path.getFileName()
                        .toString()
                        .matches(".*(-tests?|-test-[0-9].*|testtools-.*|test-utils.*)\\.jar"))
                .toList();
    }

    private static Path jar(List<Path> classPath, String coordinates) {
        String[] part = coordinates.split(":");
        String name = part[1] + "-" + part[2] + (part.length > 3 ? "-" + part[3] : "") + ".jar";
        return classPath.stream()
                .filter(path -> path.getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(coordinates + " is not on the class path"));
    }
}
