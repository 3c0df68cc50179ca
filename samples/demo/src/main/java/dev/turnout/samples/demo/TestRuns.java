// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many tests Surefire ran in a project. */
final class TestRuns {
    private static final Pattern TESTS = Pattern.compile("<testsuite [^>]*\\btests=\"(\\d+)\"", Pattern.DOTALL);

    private TestRuns() {}

    static String in(Path project) throws IOException {
        int classes = 0;
        int tests = 0;
        for (Path report : reports(project.resolve("target/surefire-reports"))) {
            Matcher suite = TESTS.matcher(Files.readString(report));
            if (suite.find()) {
                classes++;
                tests += Integer.parseInt(suite.group(1));
            }
        }
        return tests + " tests in " + classes + " classes";
    }

    private static List<Path> reports(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList();
        }
    }
}
