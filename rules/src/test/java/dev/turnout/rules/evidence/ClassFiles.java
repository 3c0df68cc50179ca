// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes of a jar, read and never loaded, with the super types that its class path knows. */
final class ClassFiles implements Closeable {
    private static final Set<String> STAGES = Set.of(
            "java/util/concurrent/CompletionStage",
            "reactor/core/publisher/Mono",
            "reactor/core/publisher/Flux",
            "io/smallrye/mutiny/Uni");

    private final URLClassLoader loader;
    private final List<ClassNode> classes = new ArrayList<>();
    private final Map<String, Boolean> stages = new HashMap<>();
    private final Map<String, Map<String, String>> lambdas = new HashMap<>();

    ClassFiles(Path jar, List<Path> classPath) {
        List<URL> urls = new ArrayList<>();
        try {
            urls.add(jar.toUri().toURL());
            for (Path path : classPath) {
                urls.add(path.toUri().toURL());
            }
            read(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private void read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().endsWith(".class")
                        && !entry.getName().startsWith("META-INF/")
                        && !entry.getName().endsWith("module-info.class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        ClassNode node = new ClassNode();
                        new ClassReader(in.readAllBytes()).accept(node, ClassReader.SKIP_FRAMES);
                        classes.add(node);
                    }
                }
            }
        }
    }

    int count() {
        return classes.size();
    }

    /** Binary names. */
    List<String> names(Place.Pattern pattern) {
        return classes.stream()
                .map(c -> Type.getObjectType(c.name).getClassName())
                .filter(pattern::matches)
                .toList();
    }

    /** Whether the class, a binary name, has a method of that name. */
    boolean has(String className, String method) {
        return classes.stream()
                .filter(c -> Type.getObjectType(c.name).getClassName().equals(className))
                .flatMap(c -> c.methods.stream())
                .anyMatch(m -> m.name.equals(method));
    }

    /** The method around the body of a lambda, however deep. JDK 8 calls the body of a nested one {@code lambda$null$3}. */
    String enclosing(String className, String method) {
        String name = method;
        Map<String, String> around = lambdas.computeIfAbsent(className, this::lambdasOf);
        while (around.containsKey(name)) {
            name = around.get(name);
        }
        return Place.enclosing(name);
    }

    private Optional<ClassNode> find(String className) {
        return classes.stream()
                .filter(c -> Type.getObjectType(c.name).getClassName().equals(className))
                .findFirst();
    }

    private Map<String, String> lambdasOf(String className) {
        Map<String, String> around = new HashMap<>();
        find(className)
                .ifPresent(c -> c.methods.forEach(m -> m.instructions.forEach(at -> {
                    if (at instanceof InvokeDynamicInsnNode indy) {
                        for (Object argument : indy.bsmArgs) {
                            if (argument instanceof Handle body
                                    && body.getOwner().equals(c.name)
                                    && body.getName().startsWith("lambda$")) {
                                around.put(body.getName(), m.name);
                            }
                        }
                    }
                })));
        return around;
    }

    /** Whether the line stands in one of these methods, or in a lambda of theirs. */
    boolean isIn(List<Place> places, int line) {
        return classes.stream()
                .flatMap(c -> c.methods.stream().filter(m -> {
                    String className = Type.getObjectType(c.name).getClassName();
                    return places.contains(new Place(className, enclosing(className, m.name)));
                }))
                .anyMatch(m -> m.instructions != null && hasLine(m, line));
    }

    private static boolean hasLine(MethodNode method, int line) {
        for (AbstractInsnNode at : method.instructions) {
            if (at instanceof LineNumberNode number && number.line == line) {
                return true;
            }
        }
        return false;
    }

    /** Methods with a body that return a stage, in classes whose binary name matches {@code pattern}. */
    long asyncMethods(Place.Pattern pattern) {
        return classes.stream()
                .filter(c -> pattern.matches(Type.getObjectType(c.name).getClassName()))
                .flatMap(c -> c.methods.stream())
                .filter(m -> (m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC)) == 0)
                .filter(this::returnsStage)
                .count();
    }

    /** The same, by the binary name of the outermost class. */
    Map<String, Long> asyncMethodsByClass() {
        Map<String, Long> all = new HashMap<>();
        for (ClassNode c : classes) {
            String name = Type.getObjectType(c.name).getClassName();
            long number = c.methods.stream()
                    .filter(m -> (m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC)) == 0)
                    .filter(this::returnsStage)
                    .count();
            all.merge(name.replaceAll("\\$.*", ""), number, Long::sum);
        }
        return all;
    }

    private boolean returnsStage(MethodNode method) {
        Type type = Type.getReturnType(method.desc);
        return type.getSort() == Type.OBJECT && isStage(type.getInternalName());
    }

    private boolean isStage(String type) {
        if (STAGES.contains(type)) {
            return true;
        }
        Boolean known = stages.get(type);
        if (known != null) {
            return known;
        }
        stages.put(type, false);
        boolean found = superTypes(type).stream().anyMatch(this::isStage);
        stages.put(type, found);
        return found;
    }

    private List<String> superTypes(String type) {
        return open(type)
                .map(reader -> {
                    List<String> all = new ArrayList<>(List.of(reader.getInterfaces()));
                    Optional.ofNullable(reader.getSuperName()).ifPresent(all::add);
                    return all;
                })
                .orElse(List.of());
    }

    private Optional<ClassReader> open(String type) {
        try (InputStream in = loader.getResourceAsStream(type + ".class")) {
            return in == null ? Optional.empty() : Optional.of(new ClassReader(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
