// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks compiled classes from the outside: a build, a command, a script. In a test, {@link TurnoutRules} is shorter.
 *
 * <p>Classes are read, never loaded or run. The class path is needed for the hierarchy: whether a type is a repository
 * is written in Spring Data's jar.
 */
public final class Rules {
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
        ClassFiles files = ClassFiles.in(classes);
        List<Path> all = new ArrayList<>(classes);
        all.addAll(classPath);
        try (ClassPath path = ClassPath.of(all)) {
            List<String> gaps = new ArrayList<>(files.gaps());
            gaps.addAll(ClassPath.gaps(classPath));
            return check(files.bytes(), path, gates, "in " + classes, gaps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Report check(
            Map<String, byte[]> classFiles, ClassPath classPath, Set<Gate> gates, String where, List<String> gaps) {
        if (classFiles.isEmpty()) {
            throw new IllegalArgumentException("TRN806 nothing was checked: there is no class file " + where
                    + ". Compile first, and name the directory that holds the classes, such as target/classes.");
        }
        Canary.sing();
        Settings settings = Settings.of(classPath, LocalDate.now()).with(gates);
        Tables tables = Tables.with(classPath);
        Canary.sing(classPath, tables, settings);
        return Analysis.run(classFiles, classPath, tables, settings, gaps);
    }
}
