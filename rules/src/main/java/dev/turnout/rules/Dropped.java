// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Class files that ArchUnit cannot read, and drops with no more than a warning in the log. They are looked for where the
 * classes come from that it did read: in each root, from their common package on.
 */
final class Dropped {
    private static final String CLASS = ".class";

    private Dropped() {}

    /** Where they are, by the name to report them under. A class that was merely not asked for is none. */
    static Map<String, URI> beside(Collection<JavaClass> classes) {
        Set<String> imported = new HashSet<>();
        Map<String, String> packages = new TreeMap<>();
        for (JavaClass type : classes) {
            String uri = type.getSource().map(source -> plain(source.getUri())).orElse("");
            String path = type.getName().replace('.', '/') + CLASS;
            if (uri.endsWith("/" + path)) {
                imported.add(uri);
                String root = uri.substring(0, uri.length() - path.length());
                packages.merge(root, path.substring(0, path.lastIndexOf('/') + 1), Dropped::common);
            }
        }
        Set<URI> others = new TreeSet<>();
        packages.forEach((root, start) -> classFiles(root, start).stream()
                .filter(path -> !imported.contains(root + path) && !path.endsWith("module-info" + CLASS))
                .filter(path -> !path.startsWith("META-INF/"))
                .forEach(path -> others.add(URI.create(root + path))));
        others.removeIf(readable(others)::contains);
        Map<String, URI> dropped = new TreeMap<>();
        others.forEach(uri -> dropped.put(uri.toString(), uri));
        return dropped;
    }

    /** {@code file:///a} and {@code file:/a} are the same. */
    private static String plain(URI uri) {
        return uri.toString().replace("file:///", "file:/");
    }

    private static String common(String one, String other) {
        String start = one;
        while (!other.startsWith(start)) {
            start = start.substring(0, start.lastIndexOf('/', start.length() - 2) + 1);
        }
        return start;
    }

    private static Set<URI> readable(Set<URI> classFiles) {
        List<URL> urls = new ArrayList<>();
        try {
            for (URI uri : classFiles) {
                urls.add(uri.toURL());
            }
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
        Set<URI> readable = new HashSet<>();
        if (!urls.isEmpty()) {
            new ClassFileImporter()
                    .importUrls(urls)
                    .forEach(type ->
                            type.getSource().ifPresent(source -> readable.add(URI.create(plain(source.getUri())))));
        }
        return readable;
    }

    /** Paths in {@code root}, of all class files in the package folder {@code start} and below. */
    private static Set<String> classFiles(String root, String start) {
        try {
            if (root.startsWith("file:")) {
                return inDirectory(Path.of(new URI(root)), start);
            }
            return root.startsWith("jar:") ? inJar(new URL(root), start) : Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + root, e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Set<String> inDirectory(Path root, String start) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(start))) {
            List<String> found = files.filter(file -> file.toString().endsWith(CLASS))
                    .map(file -> root.toUri().relativize(file.toUri()).getRawPath())
                    .toList();
            return new TreeSet<>(found);
        }
    }

    private static Set<String> inJar(URL root, String start) throws IOException {
        JarURLConnection connection = (JarURLConnection) root.openConnection();
        connection.setUseCaches(false); // a cached jar stays open
        Set<String> found = new TreeSet<>();
        try (JarFile jar = connection.getJarFile()) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(start) && name.endsWith(CLASS))
                    .forEach(found::add);
        }
        return found;
    }
}
