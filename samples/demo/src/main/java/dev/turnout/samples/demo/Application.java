// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A compiled application: its classes, and the libraries that Maven resolved for it.
 *
 * @param folder the Maven project
 * @param libraries its runtime class path without its own classes
 */
record Application(Path folder, List<Path> libraries) {
    /** Reads what {@code dependency:build-classpath} wrote. */
    static Application of(Path folder, Path classPathFile) throws IOException {
        List<Path> libraries = Arrays.stream(
                        Files.readString(classPathFile).strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return new Application(folder, libraries);
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    /** Class path with things beside the application, which come first. */
    List<Path> beside(List<Path> things) {
        List<Path> all = new ArrayList<>(things);
        all.add(classes());
        all.addAll(libraries);
        return all;
    }
}
