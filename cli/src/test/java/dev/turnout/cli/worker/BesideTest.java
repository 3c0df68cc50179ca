// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BesideTest {
    private static final String LETTUCE = "io/lettuce/core/RedisClient.class";
    private static final String PROVIDER = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    private static final String FACADE = "org/slf4j/Logger.class";

    @TempDir
    Path folder;

    @Test
    void anEmptyClassPathGetsAllThatAWorkerNeedsAndALog() throws Exception {
        Beside beside = Beside.of(List.of(folder));

        assertThat(beside.ours()).hasSize(2);
        assertThat(names(beside)).anyMatch(name -> name.startsWith("lettuce-core"));
        assertThat(names(beside)).anyMatch(name -> name.startsWith("logback-classic"));
        assertThat(names(beside)).noneMatch(name -> name.matches("(picocli|archunit|asm|jobrunr|spring).*"));
        assertThat(beside.logs()).isTrue();
    }

    @Test
    void whatTheUserHasInAFolderIsLeftOut() throws Exception {
        Files.createDirectories(folder.resolve(LETTUCE).getParent());
        Files.createFile(folder.resolve(LETTUCE));

        assertThat(names(Beside.of(List.of(folder)))).noneMatch(name -> name.startsWith("lettuce-core"));
    }

    @Test
    void whatTheUserHasInAJarOfAnExecutableJarIsLeftOut() throws Exception {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("BOOT-INF/lib/lettuce.jar"));
            out.write(jarWith(LETTUCE, PROVIDER));
        }

        Beside beside = Beside.of(List.of(jar));

        assertThat(names(beside)).noneMatch(name -> name.startsWith("lettuce-core"));
        assertThat(beside.logs()).isFalse();
    }

    @Test
    void whatAManifestAddsToTheClassPathCountsAsTheUsers() throws Exception {
        Files.createDirectories(folder.resolve("lib"));
        Files.write(folder.resolve("lib/my lettuce.jar"), jarWith(LETTUCE));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, "http://example.com/far.jar %%% lib/missing.jar lib/my%20lettuce.jar");
        Path jar = folder.resolve("app.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();

        assertThat(names(Beside.of(List.of(jar)))).noneMatch(name -> name.startsWith("lettuce-core"));
    }

    @Test
    void anOldLoggingFacadeGetsNoBackendThatDoesNotFitIt() throws Exception {
        Path old = folder.resolve("slf4j-api-1.7.jar");
        Files.write(old, jarWith(FACADE));

        Beside beside = Beside.of(List.of(old));

        assertThat(beside.logs()).isFalse();
        assertThat(names(beside)).noneMatch(name -> name.startsWith("logback"));
    }

    private static List<String> names(Beside beside) {
        return beside.libraries().stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    private static byte[] jarWith(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
