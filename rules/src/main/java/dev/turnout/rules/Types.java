// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The hierarchy of every type that the scope mentions, read on demand. Names are internal ({@code java/lang/Object}). */
final class Types {
    static final String OBJECT = "java/lang/Object";
    private static final Set<String> OBJECT_METHODS = Set.of(
            "equals(Ljava/lang/Object;)Z",
            "hashCode()I",
            "toString()Ljava/lang/String;",
            "getClass()Ljava/lang/Class;",
            "notify()V",
            "notifyAll()V",
            "wait()V",
            "wait(J)V",
            "wait(JI)V");

    private final ClassPath classPath;
    private final Map<String, Optional<Shape>> shapes;
    private final Map<String, List<String>> superTypes = new HashMap<>();
    private final Map<String, Boolean> marked = new HashMap<>();
    private final Set<String> unresolved = new TreeSet<>();
    private final Set<String> damaged = new TreeSet<>();

    Types(ClassPath classPath) {
        this(classPath, new HashMap<>());
    }

    private Types(ClassPath classPath, Map<String, Optional<Shape>> shapes) {
        this.classPath = classPath;
        this.shapes = shapes;
    }

    /** The same types, for who asks about libraries: what they miss is no gap of the check. */
    Types aside() {
        return new Types(classPath, shapes);
    }

    /** The class file of an internal name, from the class path. */
    Optional<byte[]> classFile(String type) {
        return classPath.classFile(type);
    }

    /** Takes the shape of a class from its bytes instead of from the class path. */
    void define(ClassReader reader) {
        shapes.put(reader.getClassName(), Optional.of(read(reader)));
    }

    /** {@code type} itself first, then its super types, nearest first; Object last. */
    List<String> superTypes(String type) {
        List<String> known = superTypes.get(type);
        if (known != null) {
            return known;
        }
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            String next = open.removeFirst();
            if (next.equals(OBJECT) || !found.add(next)) {
                continue;
            }
            Optional<Shape> shape = shape(next);
            if (shape.isEmpty()) {
                if (!damaged.contains(next.replace('/', '.'))) {
                    unresolved.add(next.replace('/', '.'));
                }
                continue;
            }
            String parent = shape.get().superName();
            if (parent != null) {
                open.add(parent);
            }
            open.addAll(shape.get().interfaces());
        }
        found.add(OBJECT);
        List<String> list = List.copyOf(found);
        superTypes.put(type, list);
        return list;
    }

    boolean isA(String type, String superType) {
        return superTypes(type).contains(superType);
    }

    boolean isAnyOf(String type, Set<String> names) {
        return superTypes(type).stream().anyMatch(names::contains);
    }

    /** Binary names of the annotations on the class. */
    Set<String> annotations(String type) {
        return shape(type).map(Shape::annotations).orElse(Set.of());
    }

    /** Whether an interface of that type has an abstract method of that name and descriptor. */
    boolean promises(String type, String name, String descriptor) {
        return superTypes(type).stream()
                .flatMap(t -> shape(t).stream())
                .anyMatch(shape -> shape.abstractMethods().contains(name + descriptor));
    }

    /** Whether {@code type} or a super type declares that method, with any result. */
    boolean has(String type, String name, String parameters, Predicate<Type> result) {
        return superTypes(type).stream()
                .flatMap(t -> shape(t).stream())
                .flatMap(shape -> shape.methods().getOrDefault(name, List.of()).stream())
                .anyMatch(
                        descriptor -> descriptor.startsWith(parameters) && result.test(Type.getReturnType(descriptor)));
    }

    /** Whether {@code type} or a super type of it has a method of that name, with those parameters if they are said. */
    boolean declares(String type, MethodPattern method) {
        return superTypes(type).stream()
                .flatMap(t -> shape(t).stream())
                .flatMap(shape -> shape.methods().getOrDefault(method.name(), List.of()).stream())
                .anyMatch(descriptor -> method.matches(MethodPattern.simpleTypes(descriptor)));
    }

    /** Whether there is such a type; asking does not count it as missing. */
    boolean exists(String type) {
        return shape(type).isPresent();
    }

    /** Whether the method, or one that it overrides, is marked as one that waits, or its class. */
    boolean isBlocking(String type, String method) {
        boolean any = marked.computeIfAbsent(
                type,
                t -> superTypes(t).stream()
                        .flatMap(s -> shape(s).stream())
                        .anyMatch(shape -> shape.isMarked(Marks.BLOCKING)));
        return any && isMarked(type, method, Marks.BLOCKING);
    }

    private boolean isMarked(String type, String method, Set<String> descriptors) {
        return superTypes(type).stream()
                .flatMap(t -> shape(t).stream())
                .anyMatch(shape ->
                        shape.marks().getOrDefault(method, Set.of()).stream().anyMatch(descriptors::contains)
                                || (shape.declares(method)
                                        && shape.annotations().stream()
                                                .anyMatch(a -> descriptors.contains("L" + a.replace('.', '/') + ";"))));
    }

    /** Binary names of the types asked for that the class path does not hold. */
    Set<String> unresolved() {
        return unresolved;
    }

    /** Binary names of the types asked for whose class file cannot be read. */
    Set<String> damaged() {
        return damaged;
    }

    static boolean isObjectMethod(String name, String descriptor) {
        return name.equals("<init>") || OBJECT_METHODS.contains(name + descriptor);
    }

    private Optional<Shape> shape(String type) {
        Optional<Shape> known = shapes.get(type);
        if (known == null) {
            known = type.startsWith("[") ? Optional.of(Shape.ARRAY) : tryRead(type);
            shapes.put(type, known);
        }
        return known;
    }

    private Optional<Shape> tryRead(String type) {
        try {
            return classPath.classFile(type).map(file -> read(new ClassReader(file)));
        } catch (RuntimeException unreadable) { // ASM says so with several kinds, and so does a damaged jar
            damaged.add(type.replace('/', '.'));
            return Optional.empty();
        }
    }

    private static Shape read(ClassReader reader) {
        Set<String> annotations = new LinkedHashSet<>();
        Set<String> abstractMethods = new LinkedHashSet<>();
        Map<String, List<String>> methods = new HashMap<>();
        Map<String, Set<String>> marks = new HashMap<>();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                        annotations.add(
                                descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
                        return null;
                    }

                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        if ((access & Opcodes.ACC_ABSTRACT) != 0) {
                            abstractMethods.add(name + descriptor);
                        }
                        methods.computeIfAbsent(name, n -> new ArrayList<>(1)).add(descriptor);
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                                marks.computeIfAbsent(name + descriptor, m -> new LinkedHashSet<>())
                                        .add(annotation);
                                return null;
                            }
                        };
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new Shape(
                reader.getSuperName(),
                new ArrayList<>(List.of(reader.getInterfaces())),
                annotations,
                abstractMethods,
                methods,
                marks);
    }

    private record Shape(
            @Nullable String superName,
            List<String> interfaces,
            Set<String> annotations,
            Set<String> abstractMethods,
            Map<String, List<String>> methods,
            Map<String, Set<String>> marks) {
        static final Shape ARRAY = new Shape(OBJECT, List.of(), Set.of(), Set.of(), Map.of(), Map.of());

        boolean isMarked(Set<String> descriptors) {
            return annotations.stream().anyMatch(a -> descriptors.contains("L" + a.replace('.', '/') + ";"))
                    || marks.values().stream().anyMatch(all -> all.stream().anyMatch(descriptors::contains));
        }

        boolean declares(String method) {
            int end = method.indexOf('(');
            return methods.getOrDefault(method.substring(0, end), List.of()).contains(method.substring(end));
        }
    }
}
