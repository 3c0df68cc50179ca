// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Checks compiled classes from the outside: a build, a command, a script. In a test, {@link TurnoutRules} is shorter.
 *
 * <p>Classes are read, never loaded or run. The class path is needed for the hierarchy: whether a type is a repository
 * is written in Spring Data's jar.
 */
public final class Rules {
    private static final String CLASS = ".class";

    private Rules() {}

    /**
     * Checks all classes in {@code classes}, directories or jars.
     *
     * @param classPath what these classes were compiled against, directories or jars; the JDK is the one that runs this
     * @throws IllegalArgumentException if there is no class file at all: an empty check is no pass
     */
    public static Report check(List<Path> classes, List<Path> classPath) {
        return check(classes, classPath, Set.of());
    }

    /**
     * The same, with the rules of {@code gates} as errors.
     *
     * @throws IllegalArgumentException if there is no class file at all
     */
    public static Report check(List<Path> classes, List<Path> classPath, Set<Gate> gates) {
        Map<String, byte[]> classFiles = new LinkedHashMap<>();
        for (Path root : classes) {
            classFiles.putAll(Files.isDirectory(root) ? inDirectory(root) : inJar(root));
        }
        List<Path> all = new ArrayList<>(classes);
        all.addAll(classPath);
        try (ClassPath path = ClassPath.of(all)) {
            return check(classFiles, path, gates, "in " + classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Report check(Map<String, byte[]> classFiles, ClassPath classPath, Set<Gate> gates, String where) {
        if (classFiles.isEmpty()) {
            throw new IllegalArgumentException("TRN806 nothing was checked: there is no class file " + where
                    + ". Compile first, and name the directory that holds the classes, such as target/classes.");
        }
        Canary.sing();
        Settings settings = Settings.of(classPath, LocalDate.now()).with(gates);
        return Analysis.run(classFiles, classPath, Tables.with(classPath), settings);
    }

    private static Map<String, byte[]> inDirectory(Path root) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>)
                    files.filter(f -> f.toString().endsWith(CLASS)).sorted()::iterator) {
                found.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + root, e);
        }
        return found;
    }

    private static Map<String, byte[]> inJar(Path jar) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Collection<JarEntry> entries = file.stream()
                    .filter(e -> e.getName().endsWith(CLASS) && !e.getName().startsWith("META-INF/"))
                    .toList();
            for (JarEntry entry : entries) {
                try (InputStream in = file.getInputStream(entry)) {
                    found.put(entry.getName(), in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
        return found;
    }
}
