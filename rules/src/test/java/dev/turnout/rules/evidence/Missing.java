// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/** The types that a jar names and its class path does not have, by package. */
final class Missing {
    private static final int CLASS = 7;
    private static final String SUFFIX = ".class";

    private final Map<String, Integer> packages = new TreeMap<>();

    private Missing() {}

    /** How many types of each package are missing. */
    static Map<String, Integer> packagesOf(Jar jar) {
        Missing missing = new Missing();
        Set<String> there = new HashSet<>();
        Stream.concat(Stream.of(jar.file()), jar.classPath().stream()).forEach(path -> there.addAll(namesIn(path)));
        Set<String> named = new HashSet<>();
        jar.modules().forEach(path -> named.addAll(namedIn(path)));
        named.removeAll(there);
        named.stream().filter(name -> !isOfJdk(name)).forEach(missing::add);
        return missing.packages;
    }

    private void add(String name) {
        int end = name.lastIndexOf('/');
        if (end > 0) {
            packages.merge(name.substring(0, end).replace('/', '.'), 1, Integer::sum);
        }
    }

    private static boolean isOfJdk(String name) {
        return ClassLoader.getPlatformClassLoader().getResource(name + SUFFIX) != null;
    }

    private static Set<String> namesIn(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names in the constant pools. */
    private static Set<String> namedIn(Path path) {
        Set<String> names = new HashSet<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            Enumeration<JarEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(SUFFIX) && !entry.getName().startsWith("META-INF/")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        read(new ClassReader(in), names);
                    }
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(ClassReader reader, Set<String> names) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == CLASS) {
                String name = reader.readUTF8(item, buffer);
                if (name != null && !name.startsWith("[")) {
                    names.add(name);
                }
            }
        }
    }
}
