// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of some files: which there are, how long, how old; of a link, what it leads to. A file that is written anew with the same length within
 * one tick of the file system's clock is not told apart.
 */
record Fingerprint(Map<Path, Seen> files) {
    record Seen(long length, FileTime changed) {}

    /** What is there now. A root that is missing has no files. */
    static Fingerprint of(List<Path> roots) throws IOException {
        Map<Path, Seen> files = new HashMap<>();
        for (Path root : roots) {
            FilesUnder.in(root).forEach((file, now) -> files.put(file, new Seen(now.size(), now.lastModifiedTime())));
        }
        return new Fingerprint(files);
    }
}
