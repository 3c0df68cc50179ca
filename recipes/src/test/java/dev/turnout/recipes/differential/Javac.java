// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles many classes at once, in memory; those that do not compile are left out, with what the compiler says. */
final class Javac {
    /**
     * What came of it.
     *
     * @param classes those that compile, by name
     * @param complaints about the others, by name
     */
    record Compiled(Map<String, Class<?>> classes, Map<String, String> complaints) {}

    /** What stands among the classes if the compiler came to its end; it may fail itself, and say nothing. */
    private static final String DONE = "";

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);

    Javac(List<Path> classPath) {
        try {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Compiled of(Map<String, String> sources) {
        Map<String, String> left = new TreeMap<>(sources);
        Map<String, String> complaints = new TreeMap<>();
        while (!left.isEmpty()) {
            Map<String, ByteArrayOutputStream> classes = new HashMap<>();
            Map<String, String> more = compile(left, classes);
            complaints.putAll(more);
            left.keySet().removeAll(more.keySet());
            if (more.isEmpty() && classes.containsKey(DONE)) {
                return new Compiled(loaded(left, classes), complaints);
            }
            if (more.isEmpty()) {
                return halves(left, complaints);
            }
        }
        return new Compiled(Map.of(), complaints);
    }

    /** After the compiler itself has failed: looks for the class at which it does. */
    private Compiled halves(Map<String, String> sources, Map<String, String> complaints) {
        if (sources.size() == 1) {
            complaints.put(sources.keySet().iterator().next(), "the compiler itself fails");
            return new Compiled(Map.of(), complaints);
        }
        Map<String, Class<?>> classes = new TreeMap<>();
        List<String> names = List.copyOf(sources.keySet());
        for (List<String> half :
                List.of(names.subList(0, names.size() / 2), names.subList(names.size() / 2, names.size()))) {
            Map<String, String> part = new TreeMap<>(sources);
            part.keySet().retainAll(half);
            Compiled compiled = of(part);
            classes.putAll(compiled.classes());
            complaints.putAll(compiled.complaints());
        }
        return new Compiled(classes, complaints);
    }

    private Map<String, String> compile(Map<String, String> sources, Map<String, ByteArrayOutputStream> classes) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<Unit> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Unit(name, text)));
        boolean done = compiler.getTask(
                        Writer.nullWriter(),
                        new Memory(files, classes),
                        diagnostics,
                        List.of(
                                "--release",
                                "17",
                                "-proc:none",
                                "-nowarn",
                                "-XDshould-stop.ifError=FLOW",
                                "-Xmaxerrs",
                                "10000"),
                        null,
                        units)
                .call();
        if (done) {
            classes.put(DONE, new ByteArrayOutputStream());
        }
        Map<String, String> complaints = new TreeMap<>();
        for (Diagnostic<? extends JavaFileObject> one : diagnostics.getDiagnostics()) {
            if (one.getKind() == Diagnostic.Kind.ERROR) {
                if (!(one.getSource() instanceof Unit unit)) {
                    throw new AssertionError(one.toString());
                }
                String line = "line " + one.getLineNumber() + ": " + one.getMessage(Locale.ROOT);
                complaints.merge(unit.name, line, (first, second) -> first + "\n" + second);
            }
        }
        return complaints;
    }

    private static Map<String, Class<?>> loaded(
            Map<String, String> sources, Map<String, ByteArrayOutputStream> classes) {
        ClassLoader loader = new ClassLoader(Javac.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                ByteArrayOutputStream bytes = classes.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes.toByteArray(), 0, bytes.size());
            }
        };
        Map<String, Class<?>> loaded = new TreeMap<>();
        for (String name : sources.keySet()) {
            try {
                loaded.put(name, loader.loadClass(name));
            } catch (ClassNotFoundException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return loaded;
    }

    private static final class Unit extends SimpleJavaFileObject {
        private final String name;
        private final String text;

        Unit(String name, String text) {
            super(URI.create("mem:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.name = name;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
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
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
