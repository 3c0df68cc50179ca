// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** What runs although it is not written as a call: methods that the platform or a library calls, and initialisers. */
final class Implicit {
    private static final Set<Callback> OF_CALLS = EnumSet.complementOf(EnumSet.of(Callback.CLOSE, Callback.FINALIZER));
    private static final int DEPTH = 3;

    private final Project project;

    Implicit(Project project) {
        this.project = project;
    }

    /** What an operand of a {@code +} that joins text runs. */
    List<Found> joined(Expression operand) {
        return TypeUtils.isString(operand.getType())
                ? List.of()
                : called(operand, names(operand.getType(), 0), EnumSet.of(Callback.TOSTRING));
    }

    /** What a for-each loop runs to get its elements. */
    List<Found> iterated(Expression iterable) {
        if (iterable.getType() instanceof JavaType.Array) {
            return List.of();
        }
        Set<String> type = names(iterable.getType(), DEPTH);
        List<Found> found = called(iterable, type, EnumSet.of(Callback.ITERATOR));
        if (!found.isEmpty()) {
            found = called(iterable, union(type, "java.util.Iterator"), EnumSet.of(Callback.ITERATOR));
        }
        return found;
    }

    /** What closing the resource of a try statement runs. */
    List<Found> closed(Expression resource) {
        return called(resource, names(resource.getType(), DEPTH), EnumSet.of(Callback.CLOSE));
    }

    /** What a library may call back of what it is given, or of what it keeps. */
    List<Found> handedOver(Expression call, JavaType.Method type, @Nullable JavaType receiver, List<Expression> given) {
        Set<String> names = new LinkedHashSet<>();
        for (Expression argument : given) {
            if (!(argument instanceof J.Lambda
                    || argument instanceof J.MemberReference
                    || argument instanceof J.Empty)) {
                names.addAll(names(argument.getType(), 0));
            }
        }
        if (type.hasFlags(Flag.Default)) {
            names.addAll(names(receiver, 0));
        } else if (receiver instanceof JavaType.Parameterized parameterized) {
            parameterized.getTypeParameters().forEach(parameter -> names.addAll(names(parameter, 1)));
        }
        List<Found> found = new ArrayList<>(called(call, names, OF_CALLS));
        if (Erasure.is(receiver, "java.util.SortedMap")
                || Erasure.is(receiver, "java.util.SortedSet")
                || Erasure.is(receiver, "java.util.PriorityQueue")) {
            found.addAll(called(
                    call, Set.of("java.util.Comparator", "java.lang.Comparable"), EnumSet.of(Callback.COMPARATOR)));
        }
        return found;
    }

    /** The initialisers that run where a class is used, if it is not the one around, or one around that. */
    List<Found> firstUsed(Expression use, JavaType.@Nullable FullyQualified type, ClassInfo around) {
        List<Found> found = new ArrayList<>();
        for (JavaType.FullyQualified one : Erasure.hierarchy(type)) {
            String name = one.getFullyQualifiedName();
            if (!around.name().equals(name)
                    && !around.name().startsWith(name + "$")
                    && !around.supertypes().contains(name)) {
                project.classNamed(name)
                        .flatMap(ClassInfo::firstUse)
                        .ifPresent(body -> found.add(implicit(use, List.of(body), Reason.STATIC_INIT)));
            }
        }
        return found;
    }

    /** The initialisers and the constructors without parameters that making an object runs beside what is called. */
    List<MethodInfo> created(JavaType.FullyQualified type) {
        List<MethodInfo> bodies = new ArrayList<>();
        for (JavaType.FullyQualified one : Erasure.hierarchy(type)) {
            Optional<ClassInfo> info = project.classNamed(one.getFullyQualifiedName());
            info.flatMap(ClassInfo::creation).ifPresent(bodies::add);
            if (!one.getFullyQualifiedName().equals(type.getFullyQualifiedName())) {
                info.stream()
                        .flatMap(found -> found.methods().stream())
                        .filter(method -> method.declaration().isConstructor() && method.arity() == 0)
                        .forEach(bodies::add);
            }
        }
        return bodies;
    }

    private List<Found> called(Expression at, Set<String> types, Set<Callback> callbacks) {
        List<Found> found = new ArrayList<>();
        for (Callback callback : callbacks) {
            List<MethodInfo> bodies = types.stream()
                    .flatMap(type -> project.bodies().callbacks(type, callback).stream())
                    .distinct()
                    .toList();
            if (!bodies.isEmpty()) {
                found.add(implicit(at, bodies, callback.reason()));
            }
        }
        return found;
    }

    private static Found implicit(Expression at, List<MethodInfo> bodies, Reason hazard) {
        return new Found(at, at, null, false, null, bodies, null, false, hazard);
    }

    private static Set<String> union(Set<String> types, String other) {
        Set<String> all = new LinkedHashSet<>(types);
        all.add(other);
        return all;
    }

    /** Names of the type and of those that it is made of. */
    private static Set<String> names(@Nullable JavaType type, int depth) {
        Set<String> names = new LinkedHashSet<>();
        if (type instanceof JavaType.Primitive || type == null || depth > DEPTH) {
            return names;
        }
        if (type instanceof JavaType.Array array) {
            return names(array.getElemType(), depth + 1);
        }
        names.add(Erasure.binaryName(type));
        if (type instanceof JavaType.Parameterized parameterized && depth < DEPTH) {
            parameterized.getTypeParameters().forEach(parameter -> names.addAll(names(parameter, depth + 1)));
        }
        return names;
    }
}
