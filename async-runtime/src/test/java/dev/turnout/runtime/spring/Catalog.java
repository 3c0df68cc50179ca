// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.TaskCatalog;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A class path with a catalog of tasks on it. */
final class Catalog {
    private Catalog() {}

    /** The class loader of these tests, with {@code lines} as a catalog in {@code folder}. */
    static ClassLoader of(Path folder, List<String> lines) throws IOException {
        Path file = folder.resolve(TaskCatalog.RESOURCE);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Catalog.class.getClassLoader());
    }
}
