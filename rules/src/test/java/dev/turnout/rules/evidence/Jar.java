// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.nio.file.Path;
import java.util.List;

/**
 * A jar in the local repository.
 *
 * @param classPath what it was compiled against, as far as its pom says so: compile, runtime, provided and optional
 * @param withOptional whether the optional and provided ones resolved too, or there are none
 */
record Jar(Coordinates coordinates, Path file, List<Path> classPath, boolean withOptional) {}
