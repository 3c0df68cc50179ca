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
import java.util.Set;
import java.util.TreeSet;

/**
 * Released jars with what they were compiled against, resolved by Maven into the local repository. What was resolved once
 * is remembered in {@code target/evidence/jars}, so a second run asks nobody.
 *
 * <p>Optional and provided dependencies come from the jar's own pom, which is made a project of its own. Where that cannot
 * be built, the jar is taken without them. What is missing then comes from {@link Companions}.
 */
final class Jars {
    private static final String GOAL = "org.apache.maven.plugins:maven-dependency-plugin:%s:build-classpath"
            .formatted(System.getProperty("turnout.dependency.plugin", "3.11.0"));
    private static final String ALONE = "alone.classpath";
    private static final String PLAIN = "plain.classpath";
    private static final String FULL = "full.classpath";
    private static final String WITH = "with.classpath";
    private static final int MINUTES = 20;
    private static final int FEW_MINUTES = 2;

    private final Path home;
    private final Companions companions;

    /** @param companions what is put beside each jar that its pom does not name */
    Jars(Path home, Companions companions) {
        this.home = home.toAbsolutePath();
        this.companions = companions;
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
        others.forEach(c -> write(file(c, "plain/pom.xml"), Pom.dependingOn(c, PLAIN)));
        reactor(PLAIN, "/plain", others);
        resolveBeside(all);
    }

    /** First those of the release line; the table's own where there is no such release. */
    private void resolveBeside(Collection<Coordinates> all) {
        List<Jar> found = all.stream().flatMap(c -> named(c).stream()).toList();
        Set<Coordinates> wanted = new TreeSet<>();
        found.forEach(jar -> companions.of(jar).forEach(one -> wanted.add(companions.inLine(jar, one))));
        resolveBeside(WITH, wanted);
        Set<Coordinates> second = new TreeSet<>();
        found.forEach(jar -> companions.of(jar).stream()
                .filter(one -> read(companions.inLine(jar, one), WITH).isEmpty())
                .forEach(second::add));
        resolveBeside("second-" + WITH, second);
    }

    private void resolveBeside(String reactor, Set<Coordinates> wanted) {
        List<Coordinates> missing = wanted.stream()
                .filter(c -> !Files.exists(file(c, "with/pom.xml")))
                .toList();
        missing.forEach(c -> write(file(c, "with/pom.xml"), Pom.dependingOn(c, WITH)));
        reactor(reactor, "/with", missing);
    }

    /** The jar, if it was resolved. */
    Optional<Jar> get(Coordinates one) {
        return named(one).map(this::accompanied);
    }

    private Jar accompanied(Jar jar) {
        List<Path> all = new ArrayList<>(jar.classPath());
        for (Coordinates one : companions.of(jar)) {
            read(companions.inLine(jar, one), WITH).or(() -> read(one, WITH)).orElse(List.of()).stream()
                    .filter(path -> !path.equals(jar.file()))
                    .filter(path ->
                            all.stream().noneMatch(other -> module(other).equals(module(path))))
                    .forEach(all::add);
        }
        return new Jar(jar.coordinates(), jar.file(), all, jar.withOptional());
    }

    private static Path module(Path jar) {
        return jar.resolve("../..").normalize();
    }

    /** The jar with what its pom names. */
    private Optional<Jar> named(Coordinates one) {
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
