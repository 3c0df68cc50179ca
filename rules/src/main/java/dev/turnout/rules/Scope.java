// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes under analysis, and which of their methods a call may reach. */
final class Scope {
    private static final Set<String> FOREIGN = Set.of("java/", "javax/", "jdk/");

    final Types types;
    final List<String> unreadable = new ArrayList<>();
    private final Map<String, Map<String, Method>> classes = new LinkedHashMap<>();
    private final Map<String, Integer> access = new HashMap<>();
    private final Map<String, List<String>> subTypes = new HashMap<>();
    private final Map<String, List<Method>> targets = new HashMap<>();

    Scope(Types types) {
        this.types = types;
    }

    /** Reads {@code classFiles}, by a name to report them under. */
    static Scope read(Types types, Map<String, byte[]> classFiles) {
        Scope scope = new Scope(types);
        List<ClassReader> readers = new ArrayList<>();
        classFiles.forEach((name, bytes) -> {
            if (name.endsWith("module-info.class")) {
                return;
            }
            try {
                ClassReader reader = new ClassReader(bytes);
                types.define(reader);
                readers.add(reader);
            } catch (RuntimeException unsupported) { // ASM says so with several kinds
                scope.unreadable.add(name);
            }
        });
        readers.forEach(scope::add);
        for (String type : scope.classes.keySet()) {
            for (String superType : types.superTypes(type)) {
                scope.subTypes
                        .computeIfAbsent(superType, t -> new ArrayList<>())
                        .add(type);
            }
        }
        return scope;
    }

    private void add(ClassReader reader) {
        ClassNode node = new ClassNode();
        reader.accept(node, ClassReader.SKIP_FRAMES);
        access.put(node.name, node.access);
        Map<String, Method> methods = new LinkedHashMap<>();
        for (MethodNode method : node.methods) {
            Body body = BodyReader.read(node.name, method);
            if (body == null) {
                unreadable.add(node.name.replace('/', '.') + "." + method.name);
                body = Body.EMPTY;
            }
            Set<String> annotations = annotations(method.visibleAnnotations, node.visibleAnnotations);
            String file = node.sourceFile == null ? "?" : node.sourceFile;
            methods.put(
                    method.name + method.desc,
                    new Method(node.name, method.name, method.desc, method.access, file, annotations, body));
        }
        classes.put(node.name, methods);
    }

    /** Descriptors of a method's annotations, and of its class' as {@code class:descriptor}. */
    private static Set<String> annotations(
            @Nullable List<AnnotationNode> ofMethod, @Nullable List<AnnotationNode> ofClass) {
        return Stream.concat(
                        ofMethod == null ? Stream.of() : ofMethod.stream().map(a -> a.desc),
                        ofClass == null ? Stream.of() : ofClass.stream().map(a -> "class:" + a.desc))
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<String> classNames() {
        return classes.keySet();
    }

    boolean contains(String type) {
        return classes.containsKey(type);
    }

    List<Method> methods() {
        return classes.values().stream().flatMap(m -> m.values().stream()).toList();
    }

    Collection<Method> methodsOf(String type) {
        return classes.getOrDefault(type, Map.of()).values();
    }

    /** Classes of the scope that are {@code type} or extend it, without interfaces and abstract ones. */
    List<String> concrete(String type) {
        return subTypes.getOrDefault(type, List.of()).stream()
                .filter(t -> (access.getOrDefault(t, 0) & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0)
                .toList();
    }

    /** The methods of the scope that {@code call} may run; one where the receiver is seen to be made. */
    List<Method> targets(Call call) {
        boolean made = made(call).isPresent();
        return targets(call.isDirect() || made, receiver(call), call.name(), call.descriptor());
    }

    /** The static type of the receiver, or the class that it is seen to be made of. */
    static String receiver(Call call) {
        return made(call).orElse(call.owner());
    }

    private static Optional<String> made(Call call) {
        if (call.isDirect() || call.value(0).sources().size() != 1) {
            return Optional.empty();
        }
        return call.value(0).all(Source.New.class).map(Source.New::type).findFirst();
    }

    List<Method> targets(boolean direct, String owner, String name, String descriptor) {
        return targets.computeIfAbsent((direct ? "!" : "") + owner + "." + name + descriptor, key -> {
            Method declared = lookUp(owner, name, descriptor);
            if (direct
                    || (declared != null
                            && (declared.is(Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)
                                    || (access.getOrDefault(owner, 0) & Opcodes.ACC_FINAL) != 0))) {
                return declared == null ? List.of() : List.of(declared);
            }
            if (!contains(owner) && FOREIGN.stream().anyMatch(owner::startsWith)) {
                return List.of(); // functions of the JDK's types are bound where they are made
            }
            Set<Method> found = new LinkedHashSet<>();
            for (String type : concrete(owner)) {
                Method method = lookUp(type, name, descriptor);
                if (method != null) {
                    found.add(method);
                }
            }
            if (found.isEmpty() && declared != null) {
                found.add(declared);
            }
            return List.copyOf(found);
        });
    }

    private @Nullable Method lookUp(String type, String name, String descriptor) {
        for (String candidate : types.superTypes(type)) {
            Method method = classes.getOrDefault(candidate, Map.of()).get(name + descriptor);
            if (method != null && !method.is(Opcodes.ACC_ABSTRACT)) {
                return method;
            }
        }
        return null;
    }
}
