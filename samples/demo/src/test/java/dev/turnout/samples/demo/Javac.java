// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The JDK's compiler, as the sample's build would call it. */
record Javac(List<Path> classPath) {
    /** Compiles sources into {@code folder} and puts the other files next to the classes. */
    Path compile(Map<String, String> files, String root, Path folder) throws IOException {
        Files.createDirectories(folder);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".java"))
                .<JavaFileObject>map(file -> new Unit(file.getKey(), file.getValue()))
                .toList();
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        StringWriter complaints = new StringWriter();
        boolean done = compiler.getTask(
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
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!file.getKey().endsWith(".java")) {
                Path resource = folder.resolve(file.getKey().substring(root.length()));
                Files.createDirectories(resource.getParent());
                Files.writeString(resource, file.getValue());
            }
        }
        return folder;
    }

    private static final class Unit extends SimpleJavaFileObject {
        private final String text;

        Unit(String path, String text) {
            super(URI.create("mem:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
