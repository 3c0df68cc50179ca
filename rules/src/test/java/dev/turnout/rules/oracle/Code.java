// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The methods of a library: which of them return a stage. A stack names no descriptor, so overloads are told by the line. */
final class Code implements AutoCloseable {
    private static final Set<String> STAGES = Set.of(
            "java.util.concurrent.CompletionStage",
            "reactor.core.publisher.Mono",
            "reactor.core.publisher.Flux",
            "io.smallrye.mutiny.Uni");

    private final Map<String, List<Body>> bodies = new HashMap<>();
    private final Set<String> classes = new HashSet<>();
    private final Map<String, Boolean> stages = new HashMap<>();
    private final URLClassLoader types;

    private record Body(boolean returnsStage, Set<Integer> lines) {}

    private Code(URLClassLoader types) {
        this.types = types;
    }

    /** Reads {@code jars}; nothing of them is run. */
    static Code of(Collection<Path> jars, Collection<Path> classPath) throws IOException {
        Code code = new Code(loader(classPath));
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                    if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                        try (InputStream in = file.getInputStream(entry)) {
                            code.read(new ClassReader(in.readAllBytes()));
                        }
                    }
                }
            }
        }
        return code;
    }

    private static URLClassLoader loader(Collection<Path> classPath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path path : classPath) {
            urls.add(path.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private void read(ClassReader reader) {
        String owner = reader.getClassName().replace('/', '.');
        classes.add(owner);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        boolean declared = (access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_ABSTRACT)) == 0;
                        Body body = new Body(declared && isStage(Type.getReturnType(descriptor)), new HashSet<>());
                        bodies.computeIfAbsent(owner + "#" + name, key -> new ArrayList<>())
                                .add(body);
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitLineNumber(int line, Label start) {
                                body.lines().add(line);
                            }
                        };
                    }
                },
                ClassReader.SKIP_FRAMES);
    }

    private boolean isStage(Type type) {
        return type.getSort() == Type.OBJECT && stages.computeIfAbsent(type.getClassName(), this::isStage);
    }

    private boolean isStage(String type) {
        if (STAGES.contains(type)) {
            return true;
        }
        try {
            return isStage(Class.forName(type, false, types));
        } catch (ClassNotFoundException
                | LinkageError unknown) { // what cannot be resolved is no stage to the rules either
            return false;
        }
    }

    private static boolean isStage(Class<?> type) {
        if (type == null) {
            return false;
        }
        if (STAGES.contains(type.getName()) || isStage(type.getSuperclass())) {
            return true;
        }
        for (Class<?> above : type.getInterfaces()) {
            if (isStage(above)) {
                return true;
            }
        }
        return false;
    }

    Set<String> classes() {
        return classes;
    }

    boolean contains(StackTraceElement frame) {
        return classes.contains(frame.getClassName());
    }

    /** Methods that return a stage and have a body. */
    long stageMethods() {
        return bodies.values().stream()
                .flatMap(List::stream)
                .filter(Body::returnsStage)
                .count();
    }

    /** Whether {@code frame} is of a method that is declared to return a stage; lambdas are not. */
    boolean returnsStage(StackTraceElement frame) {
        List<Body> overloads = bodies.getOrDefault(frame.getClassName() + "#" + frame.getMethodName(), List.of());
        return overloads.size() == 1
                ? overloads.get(0).returnsStage()
                : overloads.stream().anyMatch(b -> b.returnsStage() && b.lines().contains(frame.getLineNumber()));
    }

    @Override
    public void close() throws IOException {
        types.close();
    }
}
