// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Where class files and tables are read from. Nothing is ever loaded as a class. */
final class ClassPath implements Closeable {
    private final ClassLoader loader;
    private final @Nullable Closeable owned;

    private ClassPath(ClassLoader loader, @Nullable Closeable owned) {
        this.loader = loader;
        this.owned = owned;
    }

    /** These directories and jars, and the JDK that runs this. */
    static ClassPath of(Collection<Path> entries) {
        List<URL> urls = new ArrayList<>();
        for (Path entry : entries) {
            try {
                urls.add(entry.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        return new ClassPath(loader, loader);
    }

    /** What {@code loader} sees. */
    static ClassPath of(ClassLoader loader) {
        return new ClassPath(loader, null);
    }

    /** Which of these cannot be read at all, each as the words of a finding. */
    static List<String> gaps(Collection<Path> entries) {
        List<String> absent = entries.stream()
                .filter(entry -> !Files.exists(entry))
                .map(Path::toString)
                .toList();
        List<String> broken = entries.stream()
                .filter(Files::isRegularFile)
                .filter(entry -> !isJar(entry))
                .map(Path::toString)
                .toList();
        List<String> gaps = new ArrayList<>();
        if (!absent.isEmpty()) {
            gaps.add(Notes.some(absent) + " of the class path: there is no such file");
        }
        if (!broken.isEmpty()) {
            gaps.add(Notes.some(broken) + " of the class path: no jar that can be read");
        }
        return gaps;
    }

    private static boolean isJar(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.getName() != null;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The class file of {@code internalName}, empty where there is none. */
    Optional<byte[]> classFile(String internalName) {
        URL url = loader.getResource(internalName + ".class");
        if (url == null) {
            return Optional.empty();
        }
        try (InputStream in = open(url)) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + url, e);
        }
    }

    /** Every resource of that name, in class-path order. */
    List<URL> resources(String name) {
        try {
            return Collections.list(loader.getResources(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InputStream open(URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar stays open after the loader is closed
        return connection.getInputStream();
    }

    @Override
    public void close() throws IOException {
        if (owned != null) {
            owned.close();
        }
    }
}
