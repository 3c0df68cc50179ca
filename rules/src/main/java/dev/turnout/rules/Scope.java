// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeAnnotationNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The classes under analysis, and which of their methods a call may reach. */
final class Scope {
    private static final Set<String> FOREIGN = Set.of("java/", "javax/", "jdk/");

    /** Made by the compiler beside serializable lambdas; it makes each of them a second time. */
    private static final String DESERIALIZER = "$deserializeLambda$";

    private static final String ALLOW_BLOCKING = "L" + RuntimeTypes.ALLOW_BLOCKING.replace('.', '/') + ";";

    /** Simple names of annotations on classes that a container makes. */
    private static final Set<String> COMPONENTS = Set.of(
            "Component;",
            "Service;",
            "Repository;",
            "Controller;",
            "RestController;",
            "Configuration;",
            "Named;",
            "Singleton;",
            "ApplicationScoped;",
            "RequestScoped;",
            "Dependent;",
            "Stateless;");

    /** Of these, those of which a container makes one, at start-up. */
    private static final Set<String> SINGLETONS = Set.of(
            "Component;",
            "Service;",
            "Repository;",
            "Controller;",
            "RestController;",
            "Configuration;",
            "Singleton;",
            "ApplicationScoped;");

    final Types types;
    final AnonymousNames names = new AnonymousNames();
    final Set<String> kotlin = new TreeSet<>();
    private final Set<String> generated = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final Set<String> singletons = new HashSet<>();
    private final Set<Source.Field> finals = new HashSet<>();
    private final Map<Source.Field, String> kept = new HashMap<>();
    final List<String> unreadable = new ArrayList<>();
    /** Classes of which two different forms are in scope, and only the first is checked. */
    final List<String> twice = new ArrayList<>();

    private final Map<String, Map<String, Method>> classes = new LinkedHashMap<>();
    private List<Method> methods = List.of();
    private final Map<String, Integer> access = new HashMap<>();
    private final Map<String, List<String>> subTypes = new HashMap<>();
    private final Map<String, List<Method>> targets = new HashMap<>();

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
        scope.noteKept();
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
        node.fields.stream()
                .filter(field -> (field.access & Opcodes.ACC_FINAL) != 0)
                .forEach(field -> finals.add(new Source.Field(node.name, field.name, field.desc)));
        List<AnnotationNode> ofClass = all(node.visibleAnnotations, node.invisibleAnnotations);
        note(node, ofClass);
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
            body.lambdas.forEach(lambda -> functions.add(lambda.type()));
            List<AnnotationNode> ofMethod = all(method.visibleAnnotations, method.invisibleAnnotations);
            ofMethod.addAll(ofResult(method.visibleTypeAnnotations));
            ofMethod.addAll(ofResult(method.invisibleTypeAnnotations));
            Set<String> annotations = annotations(ofMethod, ofClass);
            Method.Exemption exemption = exemption(node.name.replace('/', '.') + "#" + method.name, ofMethod);
            Method.Declared declared = new Method.Declared(
                    method.signature == null ? "" : method.signature,
                    method.exceptions == null ? List.of() : method.exceptions,
                    exemption == null ? exemption(node.name.replace('/', '.'), ofClass) : exemption);
            String file = node.sourceFile == null ? "?" : node.sourceFile;
            methods.put(
                    method.name + method.desc,
                    new Method(node.name, method.name, method.desc, method.access, file, annotations, declared, body));
        }
        classes.put(node.name, methods);
    }

    /** What says that objects of a class exist, and what cannot be checked well. */
    private void note(ClassNode node, List<AnnotationNode> annotations) {
        if (node.sourceFile != null && node.sourceFile.endsWith(".kt")) {
            kotlin.add(node.name.replace('/', '.'));
        }
        if (annotations.stream().anyMatch(a -> a.desc.endsWith("/Generated;"))) {
            generated.add(node.name);
        }
        if (annotations.stream().anyMatch(a -> SINGLETONS.contains(a.desc.substring(a.desc.lastIndexOf('/') + 1)))) {
            singletons.add(node.name);
        }
        if (annotations.stream().anyMatch(a -> COMPONENTS.contains(a.desc.substring(a.desc.lastIndexOf('/') + 1)))) {
            made.add(node.name);
        }
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof TypeInsnNode type && type.getOpcode() == Opcodes.NEW) {
                    made.add(type.desc);
                } else if (insn instanceof InvokeDynamicInsnNode indy) {
                    for (Object argument : indy.bsmArgs) {
                        if (argument instanceof Handle handle && handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                            made.add(handle.getOwner());
                        }
                    }
                }
            }
        }
    }

    private static List<AnnotationNode> all(
            @Nullable List<AnnotationNode> visible, @Nullable List<AnnotationNode> invisible) {
        List<AnnotationNode> all = new ArrayList<>();
        if (visible != null) {
            all.addAll(visible);
        }
        if (invisible != null) {
            all.addAll(invisible);
        }
        return all;
    }

    /** {@code @Nullable CompletionStage<..>}, as annotations of types have it. */
    private static List<TypeAnnotationNode> ofResult(@Nullable List<TypeAnnotationNode> annotations) {
        return annotations == null
                ? List.of()
                : annotations.stream()
                        .filter(a -> new TypeReference(a.typeRef).getSort() == TypeReference.METHOD_RETURN)
                        .filter(a -> a.typePath == null)
                        .toList();
    }

    private static Method.@Nullable Exemption exemption(String place, List<AnnotationNode> annotations) {
        for (AnnotationNode annotation : annotations) {
            if (annotation.desc.equals(ALLOW_BLOCKING)) {
                return new Method.Exemption(place, text(annotation, "reason"), text(annotation, "until"));
            }
        }
        return null;
    }

    private static String text(AnnotationNode annotation, String name) {
        List<Object> values = annotation.values == null ? List.of() : annotation.values;
        for (int i = 0; i + 1 < values.size(); i += 2) {
            if (values.get(i).equals(name)) {
                return values.get(i + 1).toString();
            }
        }
        return "";
    }

    /** Descriptors of a method's annotations, and of its class' as {@code class:descriptor}. */
    private static Set<String> annotations(List<AnnotationNode> ofMethod, List<AnnotationNode> ofClass) {
        Set<String> all = Stream.concat(
                        ofMethod.stream().map(a -> a.desc), ofClass.stream().map(a -> "class:" + a.desc))
                .collect(Collectors.toSet());
        Stream.concat(ofMethod.stream(), ofClass.stream())
                .filter(a -> Marks.TRANSACTIONAL.contains(a.desc))
                .findFirst() // the method's own before that of its class
                .filter(a -> names(a, "NEVER", "NOT_SUPPORTED"))
                .ifPresent(a -> all.add(Marks.OUTSIDE_TRANSACTIONS));
        for (AnnotationNode own : ofMethod) {
            if (Marks.TRANSACTIONAL.contains(own.desc) && names(own, "REQUIRES_NEW", "NESTED")) {
                all.add(Marks.NEW_TRANSACTION);
            } else if (own.desc.equals(Marks.EVENT_LISTENER) && names(own, "BEFORE_COMMIT")) {
                all.add(Marks.BEFORE_COMMIT);
            }
        }
        return Set.copyOf(all);
    }

    /** Whether a value is one of these constants, as in {@code propagation = NEVER}, {@code TxType.NOT_SUPPORTED}. */
    private static boolean names(AnnotationNode annotation, String... constants) {
        List<Object> values = annotation.values == null ? List.of() : annotation.values;
        return values.stream()
                .anyMatch(value -> value instanceof String[] constant
                        && Arrays.asList(constants).contains(constant[1]));
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
        Optional<String> made = made(call).or(() -> kept(call));
        return targets(call.isDirect() || made.isPresent(), made.orElse(call.owner()), call.name(), call.descriptor());
    }

    /** The class of the one object that is ever put into the final field which the receiver is read from. */
    private Optional<String> kept(Call call) {
        return call.isDirect() || call.value(0).sources().size() != 1
                ? Optional.empty()
                : call.value(0)
                        .all(Source.Field.class)
                        .map(field -> kept.getOrDefault(field, ""))
                        .filter(type -> !type.isEmpty())
                        .findFirst();
    }

    private void noteKept() {
        for (Method method : methods()) {
            for (Body.Assigned assigned : method.body.assigned) {
                if (finals.contains(assigned.field())) {
                    Set<Source> sources = assigned.value().sources();
                    String type = sources.size() == 1 && sources.iterator().next() instanceof Source.New made
                            ? made.type()
                            : "";
                    kept.merge(assigned.field(), type, (one, other) -> one.equals(other) ? one : "");
                }
            }
        }
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
        return singletons.contains(type);
    }

    /** Whether an object of {@code type} is seen to be made in the scope, or is made by a container. */
    boolean isMade(String type) {
        return made.contains(type);
    }

    /** Whether lambdas of {@code type} are made in the scope, beside what its classes are. */
    boolean isFunction(String type) {
        return functions.contains(type);
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
