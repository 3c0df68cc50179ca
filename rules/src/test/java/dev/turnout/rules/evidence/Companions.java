// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a user of a jar has beside it, where its pom does not say so: {@code class-path.csv}. */
final class Companions {
    private static final List<String> COLUMNS = List.of("package", "module", "version");

    private final Map<String, Coordinates> byPackage = new HashMap<>();

    private Companions() {}

    static Companions read(Path file) {
        Companions companions = new Companions();
        Sheet.read(file, COLUMNS)
                .rows()
                .forEach(row -> companions.byPackage.put(
                        row.get("package"), Coordinates.of(row.get("module"), row.get("version"))));
        return companions;
    }

    /** The modules that have what {@code jar} misses, as the table names them. */
    List<Coordinates> of(Jar jar) {
        Set<Coordinates> all = new TreeSet<>();
        Missing.packagesOf(jar).keySet().forEach(name -> longest(name).ifPresent(all::add));
        all.removeIf(one -> isThere(jar, one));
        return new ArrayList<>(all);
    }

    private Optional<Coordinates> longest(String name) {
        return byPackage.keySet().stream()
                .filter(prefix -> name.equals(prefix) || name.startsWith(prefix + "."))
                .max(Comparator.comparing(String::length))
                .map(byPackage::get);
    }

    /** The same module in the release line of its group on the jar's class path. */
    Coordinates inLine(Jar jar, Coordinates one) {
        Map<String, Long> versions = Stream.concat(Stream.of(jar.file()), jar.classPath().stream())
                .filter(path -> isOf(path, one.group()))
                .map(path -> path.getParent().getFileName().toString())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return versions.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(most -> new Coordinates(one.group(), one.artifact(), most.getKey(), ""))
                .orElse(one);
    }

    private static boolean isThere(Jar jar, Coordinates one) {
        return Stream.concat(Stream.of(jar.file()), jar.classPath().stream())
                .anyMatch(path -> isOf(path, one.group())
                        && path.resolve("../..").normalize().endsWith(one.artifact()));
    }

    /** In a local repository a jar lies in {@code group/artifact/version}. */
    private static boolean isOf(Path path, String group) {
        Path folder = path.resolve("../../..").normalize();
        return folder.endsWith(group.replace('.', '/'));
    }
}
