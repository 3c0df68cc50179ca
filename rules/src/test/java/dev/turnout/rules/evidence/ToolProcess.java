// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tool that is run as a process of its own, not linked, and keeps what it makes in a folder. */
abstract class ToolProcess implements Tool {
    final Jars jars;
    final Path work;

    ToolProcess(Jars jars, Path work) {
        this.jars = jars;
        this.work = work;
    }

    final Jar released(Coordinates tool) {
        return jars.get(tool).orElseThrow(() -> new IllegalStateException(tool + " does not resolve"));
    }

    /** A program of the JDK that runs this. */
    static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** A jar and its class path as one argument. */
    static String path(Jar jar) {
        return path(Stream.concat(Stream.of(jar.file()), jar.classPath().stream()));
    }

    static String path(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
