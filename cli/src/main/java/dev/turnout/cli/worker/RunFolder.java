// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder for the files of one run, that only this user can read; gone when it is closed. */
record RunFolder(Path path) implements AutoCloseable {
    static RunFolder make() throws IOException {
        return new RunFolder(Files.createTempDirectory("turnout-worker-"));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Writes out a file that comes with this command. */
    Path unpack(String resource) throws IOException {
        Path file = file(resource);
        try (InputStream bytes = RunFolder.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            Files.copy(bytes, file);
        }
        return file;
    }

    /** Copies a file or a whole folder into this folder, under {@code name}; links in it become what they lead to. */
    Path copy(Path original, String name) throws IOException {
        Path copy = file(name);
        if (!Files.isDirectory(original)) {
            return Files.copy(original, copy);
        }
        Files.createDirectories(copy);
        for (Path file : FilesUnder.in(original).keySet()) {
            Path there = copy.resolve(original.relativize(file));
            Files.createDirectories(there.getParent());
            Files.copy(file, there);
        }
        return copy;
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException stays) { // no reason to end with another exit code
            System.err.println("turnout: cannot delete " + path + ": " + stays);
        }
    }
}
