// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What kind of application a path holds. */
final class AppJar {
    /** Spring Boot's launcher that takes more for its class path, since 3.2 and before. */
    private static final List<String> LAUNCHERS = List.of(
            "org.springframework.boot.loader.launch.PropertiesLauncher",
            "org.springframework.boot.loader.PropertiesLauncher");

    private AppJar() {}

    /**
     * The launcher class of an executable jar of Spring Boot; empty for any other jar, and for a folder.
     *
     * @throws Refused if the path is neither a folder nor a jar that can be read, or an executable archive to which nothing
     *     can be added
     */
    static Optional<String> launcherOf(Path app) throws Refused {
        if (Files.isDirectory(app)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(app)) {
            throw new Refused("TURNOUT-0420 there is no " + app
                    + ". Nothing was started. Name a jar or a folder of classes; was it built?");
        }
        try (JarFile jar = new JarFile(app.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue("Start-Class") == null) {
                return Optional.empty();
            }
            if (jar.getEntry("WEB-INF/") != null) {
                throw new Refused(
                        "TURNOUT-0421 " + app + " is an executable war, to which nothing can be added. Nothing"
                                + " was started. Build a jar, or name its classes, --classpath and --main.");
            }
            Optional<String> launcher = LAUNCHERS.stream()
                    .filter(type -> jar.getEntry(type.replace('.', '/') + ".class") != null)
                    .findFirst();
            if (launcher.isEmpty()) {
                throw new Refused("TURNOUT-0421 " + app + " names a Start-Class, but has not Spring Boot's"
                        + " PropertiesLauncher, by which our jars would get beside it. Nothing was started. Name its"
                        + " classes, --classpath and --main.");
            }
            return launcher;
        } catch (IOException broken) {
            throw new Refused(
                    "TURNOUT-0420 " + app + " cannot be read as a jar: " + broken.getMessage()
                            + ". Nothing was started. Is it being written just now?",
                    broken);
        }
    }
}
