// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import dev.turnout.runtime.Worker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The runtime in a Maven repository of its own, as a release puts it there, so that an application's build resolves it. */
final class Published {
    private static final Path ROOT = Path.of("../..");
    private static final String MODULE = "async-runtime";
    private static final String ARTIFACT = "turnout-" + MODULE;

    private Published() {}

    /** Fills {@code repository}. */
    static Path runtimeIn(Path repository) throws IOException, URISyntaxException {
        Files.copy(ROOT.resolve("pom.xml"), place(repository, "turnout-parent", "pom"));
        Files.copy(ROOT.resolve(MODULE).resolve("pom.xml"), place(repository, ARTIFACT, "pom"));
        Path compiled = Path.of(
                Worker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path jar = place(repository, ARTIFACT, "jar");
        if (Files.isDirectory(compiled)) {
            pack(compiled, jar);
        } else {
            Files.copy(compiled, jar);
        }
        return repository;
    }

    private static Path place(Path repository, String artifact, String type) throws IOException {
        Path folder = repository.resolve("dev/turnout").resolve(artifact).resolve(Versions.TURNOUT);
        Files.createDirectories(folder);
        return folder.resolve(artifact + "-" + Versions.TURNOUT + "." + type);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(classes)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream archive = new JarOutputStream(bytes)) {
            for (Path file : files) {
                archive.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, archive);
            }
        }
    }
}
