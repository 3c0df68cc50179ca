// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Looks for resources on a class path without loading anything: in folders, jars, what their manifests add, jars in jars. */
final class Contents {
    private static final String BOOT_CLASSES = "BOOT-INF/classes/";
    private static final String BOOT_LIBRARIES = "BOOT-INF/lib/";
    private static final String JAR = ".jar";

    private final Collection<String> wanted;
    private final Set<String> found = new HashSet<>();
    private final Set<Path> seen = new HashSet<>();

    private Contents(Collection<String> wanted) {
        this.wanted = wanted;
    }

    /** Those of {@code wanted} that {@code classPath} has. What is not there, or is no jar, has none, as for a JVM. */
    static Set<String> present(Collection<String> wanted, List<Path> classPath) throws IOException {
        Contents contents = new Contents(wanted);
        Deque<Path> open = new ArrayDeque<>(classPath);
        while (!open.isEmpty()) {
            Path entry = open.pop().toAbsolutePath().normalize();
            if (!contents.seen.add(entry)) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                wanted.stream()
                        .filter(name -> Files.exists(entry.resolve(name)))
                        .forEach(contents.found::add);
            } else if (Files.isRegularFile(entry)) {
                contents.look(entry, open);
            }
        }
        return contents.found;
    }

    private void look(Path file, Deque<Path> more) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (String name : wanted) {
                if (jar.getEntry(name) != null || jar.getEntry(BOOT_CLASSES + name) != null) {
                    found.add(name);
                }
            }
            more.addAll(addedBy(jar, file));
            for (Iterator<JarEntry> entries = jar.entries().asIterator(); entries.hasNext(); ) {
                JarEntry entry = entries.next();
                boolean library = entry.getName().startsWith(BOOT_LIBRARIES)
                        && entry.getName().endsWith(JAR);
                if (library && found.size() < wanted.size()) {
                    lookInside(jar.getInputStream(entry));
                }
            }
        }
    }

    /** What the manifest of {@code file} adds to the class path, relative to where it lies. */
    static List<Path> addedBy(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return addedBy(jar, file);
        }
    }

    private static List<Path> addedBy(JarFile jar, Path file) throws IOException {
        Manifest manifest = jar.getManifest();
        String added = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        return added == null || added.isBlank()
                ? List.of()
                : Arrays.stream(added.strip().split("\\s+"))
                        .flatMap(path -> resolved(file, path).stream())
                        .toList();
    }

    /** Empty for what is no file: a JVM does not mind either. */
    private static Optional<Path> resolved(Path jar, String path) {
        try {
            URI place = jar.toUri().resolve(new URI(path));
            return "file".equals(place.getScheme()) ? Optional.of(Path.of(place)) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private void lookInside(InputStream nested) throws IOException {
        try (ZipInputStream names = new ZipInputStream(nested)) {
            for (ZipEntry entry = names.getNextEntry(); entry != null; entry = names.getNextEntry()) {
                if (wanted.contains(entry.getName())) {
                    found.add(entry.getName());
                }
            }
        }
    }
}
