// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The files of a folder, or the one file, as a JVM with it on its class path finds them: links are followed. A link that leads
 * nowhere, or back above itself, has none; neither has what goes away meanwhile.
 */
final class FilesUnder {
    private FilesUnder() {}

    /** Paths that begin with {@code root}, each with what it leads to. Empty if {@code root} is not there. */
    static Map<Path, BasicFileAttributes> in(Path root) throws IOException {
        Map<Path, BasicFileAttributes> files = new LinkedHashMap<>();
        Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!attributes.isSymbolicLink()) { // one that is still a link here leads nowhere
                    files.put(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException || failure instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files;
    }

    /** Where {@code path} really lies: links are resolved as far as it exists. */
    static Path real(Path path) throws IOException {
        Path whole = path.toAbsolutePath().normalize();
        for (Path there = whole; there != null; there = there.getParent()) {
            if (Files.exists(there)) {
                return there.toRealPath().resolve(there.relativize(whole)).normalize();
            }
        }
        return whole;
    }
}
