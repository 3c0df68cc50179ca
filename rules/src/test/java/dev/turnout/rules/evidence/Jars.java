// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Released jars with what they were compiled against, resolved by Maven into the local repository. What was resolved once
 * is remembered in {@code target/evidence/jars}, so a second run asks nobody.
 *
 * <p>Optional and provided dependencies come from the jar's own pom, which is made a project of its own. Where that cannot
 * be built, the jar is taken without them.
 */
final class Jars {
    private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:%s:build-classpath"
            .formatted(System.getProperty("turnout.dependency.plugin", "3.11.0"));
    private static final String ALONE = "alone.classpath";
    private static final String PLAIN = "plain.classpath";
    private static final String FULL = "full.classpath";
    private static final int MINUTES = 20;
    private static final int FEW_MINUTES = 2;

    private final Path home;

    Jars(Path home) {
        this.home = home.toAbsolutePath();
    }

    /**
     * Resolves {@code all} in as few runs of Maven as it takes: each jar alone, then what its own pom names, with the versions
     * that the pom manages; where that fails, what depends on it would get. What does not resolve is absent afterwards.
     */
    void resolve(Collection<Coordinates> all) {
        List<Coordinates> missing = new TreeSet<>(all)
                .stream()
                        .filter(c -> !Files.exists(file(c, PLAIN)) && !Files.exists(file(c, FULL)))
                        .toList();
        missing.forEach(c -> write(file(c, "pom.xml"), Pom.alone(c)));
        reactor(ALONE, "", missing);
        List<Coordinates> own = new ArrayList<>();
        List<Coordinates> others = new ArrayList<>();
        for (Coordinates one : missing) {
            Optional<String> project =
                    read(one, ALONE).map(paths -> pomOf(one, paths.get(0))).flatMap(file -> Pom.of(one, file));
            project.ifPresent(text -> write(file(one, "full/pom.xml"), text));
            (project.isPresent() ? own : others).add(one);
        }
        reactor(FULL, "/full", own);
        own.stream()
                .filter(c -> !Files.exists(file(c, FULL)))
                .forEach(c -> maven(file(c, "full/pom.xml"), FEW_MINUTES));
        own.stream().filter(c -> !Files.exists(file(c, FULL))).forEach(others::add);
        others.forEach(c -> write(file(c, "plain/pom.xml"), Pom.dependingOn(c)));
        reactor(PLAIN, "/plain", others);
    }

    /** The jar, if it was resolved. */
    Optional<Jar> get(Coordinates one) {
        Optional<List<Path>> full = read(one, FULL);
        boolean complete = full.isPresent();
        return full.or(() -> read(one, PLAIN)).map(paths -> {
            List<Path> others =
                    paths.stream().filter(p -> !p.endsWith(one.fileName())).toList();
            Path jar = paths.stream()
                    .filter(p -> p.endsWith(one.fileName()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(one + " is not on its own class path " + paths));
            return new Jar(one, jar, others, complete);
        });
    }

    private void reactor(String name, String folder, List<Coordinates> ones) {
        if (ones.isEmpty()) {
            return;
        }
        Path pom = home.resolve(name + ".xml");
        write(pom, Pom.reactor(name, ones.stream().map(c -> c.id() + folder).toList()));
        System.err.printf("evidence: Maven resolves %d jars (%s)%n", ones.size(), name);
        maven(pom, MINUTES);
    }

    private void maven(Path pom, int minutes) {
        String name = Optional.ofNullable(System.getenv("TURNOUT_MVN")).orElse("mvn");
        List<String> words = List.of(
                name, "-B", "-ntp", "-fae", "-f", pom.toString(), GOAL, "-Dmdep.outputFile=${turnout.classpath}");
        new Command(words).run(pom.resolveSibling(pom.getFileName() + ".log"), minutes);
    }

    private Optional<List<Path>> read(Coordinates one, String name) {
        Path file = file(one, name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<Path> paths = Arrays.stream(Files.readString(file).strip().split(File.pathSeparator))
                    .map(Path::of)
                    .filter(p -> p.toString().endsWith(".jar"))
                    .toList();
            return paths.isEmpty() || !paths.stream().allMatch(Files::exists) ? Optional.empty() : Optional.of(paths);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path pomOf(Coordinates one, Path anyJar) {
        return anyJar.resolveSibling(one.artifact() + "-" + one.version() + ".pom");
    }

    private Path file(Coordinates one, String name) {
        return home.resolve(one.id()).resolve(name);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
