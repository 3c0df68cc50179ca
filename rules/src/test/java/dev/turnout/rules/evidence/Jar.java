// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A jar in the local repository.
 *
 * @param classPath what it was compiled against, as far as its pom says so: compile, runtime, provided and optional
 * @param withOptional whether the optional and provided ones resolved too, or there are none
 */
record Jar(Coordinates coordinates, Path file, List<Path> classPath, boolean withOptional) {
    /** The jar and those of its class path that have its group: one code base is checked with all of its modules. */
    List<Path> modules() {
        return Stream.concat(Stream.of(file), classPath.stream().filter(this::isOfItsGroup))
                .toList();
    }

    /** In a local repository a jar lies in {@code group/artifact/version}. */
    private boolean isOfItsGroup(Path other) {
        return !other.equals(file) && group(other).equals(group(file));
    }

    private static Path group(Path jar) {
        return jar.resolve("../../..").normalize();
    }
}
