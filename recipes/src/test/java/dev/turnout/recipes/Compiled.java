// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources in memory, without a warning, and loads them in front of the classes of the tests. */
final class Compiled {
    private Compiled() {}

    static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    static Map<String, Class<?>> of(Map<String, String> sources) throws ClassNotFoundException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        JavaFileManager files = new Memory(compiler.getStandardFileManager(diagnostics, null, null), classes);
        List<JavaFileObject> units =
                sources.entrySet().stream().map(Compiled::unit).toList();
        boolean done = compiler.getTask(
                        null,
                        files,
                        diagnostics,
                        List.of("--release", "17", "-Xlint:all,-options,-processing,-classfile"),
                        null,
                        units)
                .call();
        List<Diagnostic<? extends JavaFileObject>> complaints = diagnostics.getDiagnostics();
        if (!done || !complaints.isEmpty()) {
            throw new AssertionError(
                    complaints + "\n" + sources.values().stream().collect(Collectors.joining("\n")));
        }
        ClassLoader loader = new ClassLoader(Compiled.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                ByteArrayOutputStream bytes = classes.get(name);
                if (bytes == null) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : defineClass(name, bytes.toByteArray(), 0, bytes.size());
            }
        };
        Map<String, Class<?>> loaded = new HashMap<>();
        for (String name : sources.keySet()) {
            loaded.put(name, loader.loadClass(name));
        }
        return loaded;
    }

    private static JavaFileObject unit(Map.Entry<String, String> source) {
        URI uri = URI.create("mem:///" + source.getKey().replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source.getValue();
            }
        };
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        Memory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() throws IOException {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
