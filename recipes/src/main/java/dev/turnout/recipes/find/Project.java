// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Everything that was seen of the project: what a recipe collects before it decides. */
public final class Project {
    private final Map<String, ClassInfo> classes = new LinkedHashMap<>();
    private final Map<String, Set<MethodInfo>> callers = new HashMap<>();
    private final Map<String, MethodInfo> tasks = new LinkedHashMap<>();
    private final List<TestUnit> tests = new ArrayList<>();
    private final Overrides overrides = new Overrides();
    private @Nullable Plan plan;

    /** Takes in one source file. */
    public void add(J.CompilationUnit unit) {
        overrides.visit(unit, 0);
        if (SourceSets.isTest(unit)) {
            tests.add(TestUnit.of(unit));
        } else {
            new ProjectScanner(this, unit).visit(unit, 0);
        }
    }

    /** The verdicts, made once, when everything has been seen. */
    public Plan plan(BodyCompiler compiler) {
        if (plan == null) {
            plan = Plan.of(this, compiler);
        }
        return plan;
    }

    void addClass(ClassInfo info) {
        classes.put(info.name(), info);
    }

    void addCall(String callee, MethodInfo caller) {
        callers.computeIfAbsent(callee, key -> new LinkedHashSet<>()).add(caller);
    }

    void addTask(String address, MethodInfo method) {
        tasks.putIfAbsent(address, method);
    }

    private final List<Reference> references = new ArrayList<>();

    /** Remembers that a job calls {@code method}; the class may not have been seen yet. */
    void addReference(JavaType.Method method, JavaType.FullyQualified through) {
        references.add(new Reference(method, through));
    }

    /** Tasks by their address on the wire. */
    public Map<String, MethodInfo> tasks() {
        for (Reference reference : references) {
            declared(reference.method(), reference.through())
                    .ifPresent(method ->
                            tasks.putIfAbsent(method.address(reference.through().getFullyQualifiedName()), method));
        }
        references.clear();
        return tasks;
    }

    Set<MethodInfo> callersOf(MethodInfo method) {
        return callers.getOrDefault(looseKey(method.owner().name(), method.name(), method.arity()), Set.of());
    }

    static String looseKey(String owner, String name, int arity) {
        return owner + "#" + name + "/" + arity;
    }

    Optional<ClassInfo> classNamed(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    /** Where the called method is declared in the project, looked up from the receiver's type upwards. */
    Optional<MethodInfo> declared(JavaType.Method method, JavaType.@Nullable FullyQualified receiver) {
        Set<String> owners = new LinkedHashSet<>();
        owners.addAll(Erasure.supertypes(receiver));
        owners.addAll(Erasure.supertypes(TypeUtils.asFullyQualified(method.getDeclaringType())));
        for (String owner : owners) {
            ClassInfo info = classes.get(owner);
            if (info != null) {
                Optional<MethodInfo> found = method(info, method);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The bodies that a call may reach: the method itself, or what implements or overrides it. */
    List<MethodInfo> bodies(MethodInfo method, JavaType.@Nullable FullyQualified receiver) {
        List<MethodInfo> bodies = new ArrayList<>();
        if (method.declaration().getBody() != null) {
            bodies.add(method);
        }
        if (method.isPrivate() || method.isStatic()) {
            return bodies;
        }
        String from = receiver != null && classes.containsKey(receiver.getFullyQualifiedName())
                ? receiver.getFullyQualifiedName()
                : method.owner().name();
        for (ClassInfo info : classes.values()) {
            if (info != method.owner() && info.supertypes().contains(from)) {
                JavaType.Method type = method.declaration().getMethodType();
                if (type != null) {
                    method(info, type)
                            .filter(found -> found.declaration().getBody() != null)
                            .ifPresent(bodies::add);
                }
            }
        }
        return bodies;
    }

    /** Whether a subtype has a method of its own instead of this one, which a twin would go past. */
    boolean isOverridden(MethodInfo method) {
        return !method.isPrivate()
                && !method.isStatic()
                && overrides.of(method.owner().name(), method.name(), method.arity());
    }

    /** Whether a subtype of the class has a method of that name. */
    boolean hasBelow(ClassInfo owner, String name, int arity) {
        return overrides.of(owner.name(), name, arity);
    }

    /** Whether the method of that name in the type is a default twin that these recipes wrote. */
    boolean hasFamilyTwin(JavaType.FullyQualified type, String twin, int arity) {
        return classNamed(type.getFullyQualifiedName()).stream()
                .flatMap(info -> info.methods().stream())
                .filter(method -> method.name().equals(twin) && method.arity() == arity)
                .anyMatch(MethodInfo::isFamilyTwin);
    }

    /** Whether a simple name that rewritten code uses means something else around the method. */
    boolean usesNamesOfTheRuntime(MethodInfo method) {
        String folder = method.unit().getPackageDeclaration() == null
                ? ""
                : method.unit().getPackageDeclaration().getPackageName() + ".";
        boolean imported = method.unit().getImports().stream()
                .anyMatch(one -> RuntimeTypes.SIMPLE_NAMES.contains(one.getClassName())
                        && !RuntimeTypes.isKnown(one.getTypeName()));
        return imported
                || classes.keySet().stream()
                        .filter(name -> name.startsWith(folder))
                        .map(name -> name.substring(folder.length()))
                        .filter(name -> !name.contains("."))
                        .anyMatch(
                                name -> RuntimeTypes.SIMPLE_NAMES.contains(name.substring(name.lastIndexOf('$') + 1)));
    }

    /** Whether a test that uses {@code user} hands in a mock of {@code type}. */
    boolean mocks(ClassInfo user, JavaType.@Nullable FullyQualified type) {
        return type != null && tests.stream().anyMatch(test -> test.mocks(user.name(), type));
    }

    private static Optional<MethodInfo> method(ClassInfo info, JavaType.Method wanted) {
        List<MethodInfo> named = info.methods().stream()
                .filter(method -> method.name().equals(wanted.getName())
                        && method.arity() == wanted.getParameterTypes().size())
                .toList();
        if (named.size() <= 1) {
            return named.stream().findFirst();
        }
        List<String> types =
                wanted.getParameterTypes().stream().map(Erasure::binaryName).toList();
        return named.stream()
                .filter(method -> method.parameterTypes().equals(types))
                .findFirst();
    }

    Path pathOf(MethodInfo method) {
        return method.unit().getSourcePath();
    }

    private record Reference(JavaType.Method method, JavaType.FullyQualified through) {}
}
