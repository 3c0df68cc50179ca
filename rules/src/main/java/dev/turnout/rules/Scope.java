// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes under analysis, and which of their methods a call may reach. */
final class Scope {
    private static final Set<String> FOREIGN = Set.of("java/", "javax/", "jdk/");

    /** Made by the compiler beside serializable lambdas; it makes each of them a second time. */
    private static final String DESERIALIZER = "$deserializeLambda$";

    final Types types;
    final AnonymousNames names = new AnonymousNames();
    final Set<String> kotlin = new TreeSet<>();
    private final Set<String> generated = new HashSet<>();
    private final Made made = new Made();
    private final FinalFields finals = new FinalFields();
    final List<String> unreadable = new ArrayList<>();
    /** Classes of which two different forms are in scope, and only the first is checked. */
    final List<String> twice = new ArrayList<>();

    private final Map<String, Map<String, Method>> classes = new LinkedHashMap<>();
    private List<Method> methods = List.of();
    private final Map<String, Integer> access = new HashMap<>();
    private final Map<String, List<String>> subTypes = new HashMap<>();
    private final Map<String, List<Method>> targets = new HashMap<>();
    private final Map<Call, List<Method>> targetsOfCalls = new IdentityHashMap<>();

    Scope(Types types) {
        this.types = types;
    }

    /** Reads {@code classFiles}, by a name to report them under. */
    static Scope read(Types types, Map<String, byte[]> classFiles) {
        Scope scope = new Scope(types);
        List<ClassNode> nodes = new ArrayList<>();
        Map<String, String> from = new HashMap<>();
        classFiles.forEach((name, bytes) -> {
            if (name.endsWith("module-info.class")) {
                return;
            }
            try {
                ClassReader reader = new ClassReader(bytes);
                ClassNode node = new ClassNode();
                reader.accept(node, ClassReader.SKIP_FRAMES);
                String before = from.putIfAbsent(node.name, name);
                if (before != null) {
                    scope.noteTwice(node.name, before, name, Arrays.equals(classFiles.get(before), bytes));
                    return;
                }
                types.define(reader);
                nodes.add(node);
            } catch (RuntimeException unsupported) { // ASM says so with several kinds
                scope.unreadable.add(name);
            }
        });
        nodes.forEach(scope::add);
        for (String type : scope.classes.keySet()) {
            for (String superType : types.superTypes(type)) {
                scope.subTypes
                        .computeIfAbsent(superType, t -> new ArrayList<>())
                        .add(type);
            }
        }
        scope.finals.noteAssigned(scope.methods());
        return scope;
    }

    private void noteTwice(String type, String first, String second, boolean same) {
        if (!same && !type.endsWith("package-info")) {
            twice.add(type.replace('/', '.') + " (" + first + ", " + second + ")");
        }
    }

    private void add(ClassNode node) {
        access.put(node.name, node.access);
        names.note(node);
        noteSource(node);
        finals.note(node);
        Annotations ofClass = Annotations.of(node);
        made.note(node, ofClass);
        if (ofClass.haveOneNamed(Set.of("Generated;"))) {
            generated.add(node.name);
        }
        Map<String, Method> methods = new LinkedHashMap<>();
        for (MethodNode method : node.methods) {
            if (method.name.equals(DESERIALIZER)) {
                continue;
            }
            Body body = BodyReader.read(node.name, method);
            if (body == null) {
                unreadable.add(node.name.replace('/', '.') + "." + method.name);
                body = Body.EMPTY;
            }
            made.noteFunctions(body);
            Annotations ofMethod = Annotations.of(method);
            Method.Exemption exemption = ofMethod.exemption(node.name.replace('/', '.') + "#" + method.name);
            Method.Declared declared = new Method.Declared(
                    method.signature == null ? "" : method.signature,
                    method.exceptions == null ? List.of() : method.exceptions,
                    exemption == null ? ofClass.exemption(node.name.replace('/', '.')) : exemption);
            String file = node.sourceFile == null ? "?" : node.sourceFile;
            methods.put(
                    method.name + method.desc,
                    new Method(
                            node.name,
                            method.name,
                            method.desc,
                            method.access,
                            file,
                            ofMethod.with(ofClass),
                            declared,
                            body));
        }
        classes.put(node.name, methods);
    }

    private void noteSource(ClassNode node) {
        if (node.sourceFile != null && node.sourceFile.endsWith(".kt")) {
            kotlin.add(node.name.replace('/', '.'));
        }
    }

    Set<String> classNames() {
        return classes.keySet();
    }

    boolean contains(String type) {
        return classes.containsKey(type);
    }

    List<Method> methods() {
        if (methods.isEmpty()) {
            methods =
                    classes.values().stream().flatMap(m -> m.values().stream()).toList();
        }
        return methods;
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
        return targetsOfCalls.computeIfAbsent(call, this::targetsOf);
    }

    private List<Method> targetsOf(Call call) {
        Optional<String> made = made(call).or(() -> finals.receiver(call));
        return targets(call.isDirect() || made.isPresent(), made.orElse(call.owner()), call.name(), call.descriptor());
    }

    /** Whether no code outside of the scope can name {@code method}. */
    boolean isHidden(Method method) {
        return !method.is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)
                || subTypes.getOrDefault(method.owner, List.of()).stream().noneMatch(this::isOpen);
    }

    /** Whether code outside of the scope can name {@code type}. */
    boolean isOpen(String type) {
        return (access.getOrDefault(type, Opcodes.ACC_PUBLIC) & Opcodes.ACC_PUBLIC) != 0;
    }

    /** Whether a type that is not hidden promises {@code method}, so that it may be called by that. */
    boolean isPromisedOutside(Method method) {
        return types.superTypes(method.owner).stream()
                .filter(type -> !type.equals(method.owner))
                .filter(this::isOpen)
                .anyMatch(type -> types.has(
                        type,
                        method.name,
                        method.descriptor.substring(0, method.descriptor.indexOf(')') + 1),
                        result -> true));
    }

    /**
     * The methods that a call on {@code this} may run, from where it stands in {@code caller}: not those of a class that
     * overrides the caller and does not call it; none where every class does.
     */
    List<Method> targetsOnThis(Method caller, Call call) {
        List<Method> all = targets(call);
        List<String> types = concrete(call.owner());
        if (types.isEmpty()) {
            return all;
        }
        if (all.size() < 2) {
            return types.stream().anyMatch(type -> runs(type, caller)) ? all : List.of();
        }
        Set<Method> found = new LinkedHashSet<>();
        for (String type : types) {
            Method target = runs(type, caller) ? lookUp(type, call.name(), call.descriptor()) : null;
            if (target != null) {
                found.add(target);
            }
        }
        return List.copyOf(found);
    }

    /** Whether objects of {@code type} run {@code method}: they do not override it, or call it where they do. */
    boolean runs(String type, Method method) {
        Method own = lookUp(type, method.name, method.descriptor);
        return own == null
                || own == method
                || own.body.calls.stream()
                        .anyMatch(c ->
                                c.opcode() == Opcodes.INVOKESPECIAL && c.name().equals(method.name));
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

    /** Whether a call on {@code type} runs, unless overridden, a method that stands in the scope. */
    boolean hasBody(String type, String name, String descriptor) {
        Method method = lookUp(type, name, descriptor);
        return method != null && !method.is(Opcodes.ACC_NATIVE);
    }

    /** Whether a tool wrote the class, which nobody can mend by hand. */
    boolean isGenerated(String type) {
        return generated.contains(type);
    }

    /** Whether a container makes one object of {@code type}. */
    boolean isSingleton(String type) {
        return made.isSingleton(type);
    }

    /** Whether an object of {@code type} is seen to be made in the scope, or is made by a container. */
    boolean isMade(String type) {
        return made.hasObjects(type);
    }

    /** Whether lambdas of {@code type} are made in the scope, beside what its classes are. */
    boolean isFunction(String type) {
        return made.hasFunctions(type);
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
