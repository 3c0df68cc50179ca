// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the rewrite changed.
 *
 * @param files one unified diff a changed file, in the order of their names
 */
record Diff(List<List<String>> files) {
    private static final int CONTEXT = 2;

    static Diff between(Path before, Path after) throws IOException {
        Set<String> names = new TreeSet<>(names(before));
        names.addAll(names(after));
        List<List<String>> changed = new ArrayList<>();
        for (String name : names) {
            List<String> old = lines(before.resolve(name));
            List<String> now = lines(after.resolve(name));
            if (!old.equals(now)) {
                changed.add(UnifiedDiffUtils.generateUnifiedDiff(
                        "a/" + name, "b/" + name, old, DiffUtils.diff(old, now), CONTEXT));
            }
        }
        return new Diff(changed);
    }

    private static Set<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.startsWith("target") && !name.startsWith(".git/"))
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** A few hunks of the file that changed most in Java code, and the names of all changed files. */
    String shortened(int lines) {
        List<String> biggest = files.stream()
                .filter(file -> file.get(1).endsWith(".java"))
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
        StringBuilder text = new StringBuilder();
        biggest.stream().limit(lines).forEach(line -> text.append(line).append('\n'));
        if (biggest.size() > lines) {
            text.append("… ").append(biggest.size() - lines).append(" more lines of this file\n");
        }
        text.append("changed: ")
                .append(files.stream()
                        .map(file ->
                                file.get(1).replaceFirst("^\\+\\+\\+ b/", "").replaceFirst(".*/", ""))
                        .collect(Collectors.joining(", ")));
        return text.toString();
    }
}
