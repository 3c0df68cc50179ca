// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jobrunr.scheduling.JobScheduler;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Compiles sources in memory against the real runtime, the real JobRunr and stand-ins for Spring Data. */
final class Corpus {
    private static final Path RUNTIME_SOURCES = Path.of("..", "async-runtime", "src", "main", "java");
    private static @Nullable Corpus only;

    private final Path library;

    private Corpus(Path library) {
        this.library = library;
    }

    /** Prepares the class path, once for all tests of this JVM. */
    static synchronized Corpus get() {
        if (only == null) {
            only = new Corpus(temporary());
            Map<String, String> sources = new TreeMap<>(StandIns.all());
            sources.put(
                    "Uses",
                    "class Uses { " + RuntimeTypes.ASYNC_TASK + " a; " + RuntimeTypes.STAGES + " s; "
                            + RuntimeTypes.BLOCKING + " b; " + RuntimeTypes.FACADE + " f; "
                            + RuntimeTypes.ALLOW_BLOCKING + " w; }");
            only.compile(only.library, sources, List.of("-sourcepath", RUNTIME_SOURCES.toString()));
        }
        return only;
    }

    /** A new directory for classes, beside the library. */
    Path directory(String name) {
        return library.resolveSibling(library.getFileName() + "-" + name);
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "corpus");
            return directory.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles {@code sources}, by class name, into {@code directory}. */
    void compile(Path directory, Map<String, String> sources, List<String> options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> all = new ArrayList<>(List.of(
                "-d",
                directory.toString(),
                "-g",
                "-implicit:class",
                "-proc:none",
                "-nowarn",
                "-XDshould-stop.ifError=FLOW"));
        all.addAll(List.of(
                "-classpath",
                classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
        all.addAll(options);
        List<JavaFileObject> units = sources.entrySet().stream()
                .map(e -> source(e.getKey(), e.getValue()))
                .toList();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean compiled =
                compiler.getTask(messages, null, null, all, null, units).call();
        assertThat(compiled).as("%s", messages).isTrue();
    }

    void compile(Path directory, Map<String, String> sources) {
        compile(directory, sources, List.of());
    }

    /** Compiles with {@code library} before the class path. */
    void compile(Path directory, Map<String, String> sources, Path library) {
        String path = Stream.concat(Stream.of(library), classPath().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        compile(directory, sources, List.of("-classpath", path));
    }

    /** What the corpus is compiled against. */
    List<Path> classPath() {
        return Stream.concat(
                        Stream.of(library),
                        Stream.of(JobScheduler.class, NullMarked.class, Logger.class)
                                .map(Corpus::home))
                .toList();
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JavaFileObject source(String name, String text) {
        URI uri = URI.create("string:///" + name.replace('.', '/') + JavaFileObject.Kind.SOURCE.extension);
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
