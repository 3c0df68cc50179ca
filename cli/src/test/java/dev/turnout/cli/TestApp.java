// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Worker;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A user's application: compiled here, by the JDK's compiler, against async-runtime and nothing else. */
record TestApp(Path classes, Path journal) {
    static final String TASKS = "com.acme.Tasks";

    /** Tasks that write into a journal what they do. {@code %s} is a word of the version of the code. */
    private static final String SOURCE = """
            package com.acme;

            import dev.turnout.runtime.async.Stages;
            import dev.turnout.runtime.task.AsyncTask;
            import java.io.IOException;
            import java.nio.file.*;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;

            public class Tasks {
                @AsyncTask
                public CompletionStage<Void> noteAsync(String journal, String text) throws IOException {
                    say(journal, "%1$s " + text);
                    return CompletableFuture.completedFuture(null);
                }

                @AsyncTask
                public CompletionStage<Void> slowAsync(String journal, String text, long millis) throws IOException {
                    say(journal, "begin " + text);
                    return Stages.then(Stages.delay(millis), nothing -> {
                        say(journal, "%1$s end " + text);
                        return CompletableFuture.completedFuture(null);
                    });
                }

                @AsyncTask
                public CompletionStage<Void> failAsync(String text) {
                    return CompletableFuture.failedFuture(new IllegalStateException(text));
                }

                @AsyncTask
                public CompletionStage<Void> classPathAsync(String journal) throws IOException {
                    say(journal, System.getProperty("java.class.path"));
                    return CompletableFuture.completedFuture(null);
                }

                /** Takes memory until there is none. */
                @AsyncTask
                public CompletionStage<Void> hogAsync() {
                    java.util.List<long[]> taken = new java.util.ArrayList<>();
                    while (true) {
                        taken.add(new long[1 << 20]);
                    }
                }

                static void say(String journal, String line) throws IOException {
                    Files.writeString(Path.of(journal), line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            """;

    /** Compiles the tasks into {@code folder}/classes. */
    static TestApp in(Path folder, String version) throws IOException {
        TestApp app = new TestApp(Files.createDirectories(folder.resolve("classes")), folder.resolve("journal"));
        return app.become(version);
    }

    /** Compiles the tasks anew, with another word. */
    TestApp become(String version) throws IOException {
        compile(classes, List.of(), Map.of(TASKS, SOURCE.formatted(version)));
        return this;
    }

    /** Adds a class. */
    TestApp with(String name, String source) throws IOException {
        compile(classes, List.of(classes), Map.of(name, source));
        return this;
    }

    TestApp withFile(String name, String text) throws IOException {
        Path file = classes.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Packs the classes. */
    Path jar(Path file) throws IOException {
        return jar(classes, file);
    }

    static Path jar(Path classes, Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                Stream<Path> walk = Files.walk(classes)) {
            for (Path one : walk.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(one).toString().replace(File.separatorChar, '/')));
                Files.copy(one, jar);
                jar.closeEntry();
            }
        }
        return file;
    }

    List<String> journalLines() throws IOException {
        return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
    }

    void awaitLine(String line) {
        await().atMost(Command.LIMIT).until(() -> journalLines().contains(line));
    }

    static void compile(Path folder, List<Path> classPath, Map<String, String> sources) throws IOException {
        Files.createDirectories(folder);
        String path = Stream.concat(Stream.of(placeOf(Worker.class)), classPath.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<JavaFileObject> units = sources.entrySet().stream()
                .<JavaFileObject>map(source -> new Unit(source.getKey(), source.getValue()))
                .toList();
        StringWriter complaints = new StringWriter();
        boolean done = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        complaints,
                        null,
                        null,
                        List.of("--release", "17", "-proc:none", "-parameters", "-cp", path, "-d", folder.toString()),
                        null,
                        units)
                .call();
        if (!done) {
            throw new AssertionError(complaints);
        }
    }

    static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Unit extends SimpleJavaFileObject {
        private final String text;

        Unit(String name, String text) {
            super(URI.create("mem:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
