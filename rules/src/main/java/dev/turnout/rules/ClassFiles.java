// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The class files under the roots of a check, and what of these roots is not checked. */
final class ClassFiles {
    private static final String CLASS = ".class";
    private static final String META = "META-INF/";
    private static final String VERSIONS = META + "versions/";

    private final Map<String, byte[]> bytes = new LinkedHashMap<>();
    private final List<String> gaps = new ArrayList<>();
    private final boolean oneRoot;

    private ClassFiles(boolean oneRoot) {
        this.oneRoot = oneRoot;
    }

    /** What stands in {@code roots}, directories or jars. */
    static ClassFiles in(List<Path> roots) {
        ClassFiles all = new ClassFiles(roots.size() == 1);
        for (Path root : roots) {
            all.add(root, Files.isDirectory(root) ? inDirectory(root) : inJar(root));
        }
        return all;
    }

    /** By a name to report them under: the path in the root, behind the root where there are several. */
    Map<String, byte[]> bytes() {
        return bytes;
    }

    /** What is not checked, each as the words of a finding. */
    List<String> gaps() {
        return gaps;
    }

    private void add(Path root, Map<String, byte[]> found) {
        if (found.isEmpty()) {
            gaps.add("there is no class file in " + root);
        }
        Map<String, byte[]> special = new TreeMap<>();
        found.forEach((name, file) -> {
            if (name.startsWith(META)) {
                special.put(name, file);
            } else {
                bytes.put(oneRoot ? name : root.resolve(name).toString(), file);
            }
        });
        List<String> left = new ArrayList<>();
        special.forEach((name, file) -> {
            if (!name.endsWith("module-info" + CLASS)) {
                addVersion(root, name, file, found, left);
            }
        });
        if (!left.isEmpty()) {
            gaps.add(Notes.some(left) + " of " + root + " were not checked, only the form for older Java versions");
        }
    }

    /** A class of one Java version only is checked as others are; for one of several forms there is one place. */
    private void addVersion(Path root, String name, byte[] file, Map<String, byte[]> found, List<String> left) {
        String plain = plain(name);
        String key = oneRoot ? plain : root.resolve(plain).toString();
        if (found.containsKey(plain) || bytes.containsKey(key)) {
            left.add(name);
        } else {
            bytes.put(key, file);
        }
    }

    /** {@code META-INF/versions/11/a/B.class} as {@code a/B.class}. */
    private static String plain(String name) {
        return name.startsWith(VERSIONS) ? name.substring(name.indexOf('/', VERSIONS.length()) + 1) : name;
    }

    private static Map<String, byte[]> inDirectory(Path root) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>)
                    files.filter(f -> f.toString().endsWith(CLASS)).sorted()::iterator) {
                found.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + root, e);
        }
        return found;
    }

    private static Map<String, byte[]> inJar(Path jar) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry :
                    file.stream().filter(e -> e.getName().endsWith(CLASS)).toList()) {
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
