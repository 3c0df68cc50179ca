// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Annotations as frameworks see them: with those on supertypes, and with the annotations of annotations. */
final class Annotated {
    private Annotated() {}

    static Stream<String> names(List<J.Annotation> annotations) {
        return annotations.stream().map(J.Annotation::getSimpleName);
    }

    /** Whether one of the annotations is, or is itself annotated with, one of that simple name. */
    static boolean with(Set<String> simpleNames, List<J.Annotation> annotations) {
        return annotations.stream()
                .anyMatch(annotation -> simpleNames.contains(annotation.getSimpleName())
                        || is(simpleNames, TypeUtils.asFullyQualified(annotation.getType()), new HashSet<>()));
    }

    /** Whether the type or a supertype of it has such an annotation. */
    static boolean type(Set<String> simpleNames, JavaType.@Nullable FullyQualified type) {
        return Erasure.hierarchy(type).stream().anyMatch(one -> any(simpleNames, one.getAnnotations()));
    }

    /** Whether a method of the type or of a supertype that has this name and arity has such an annotation. */
    static boolean method(Set<String> simpleNames, JavaType.@Nullable FullyQualified type, String name, int arity) {
        return Erasure.hierarchy(type).stream()
                .flatMap(one -> methods(one, name, arity))
                .anyMatch(method -> any(simpleNames, method.getAnnotations()));
    }

    /** Names of the annotations of the type and its supertypes, and of their methods of that name and arity. */
    static Stream<String> namesAround(JavaType.FullyQualified type, String method, int arity) {
        return Erasure.hierarchy(type).stream()
                .flatMap(one -> Stream.concat(
                        one.getAnnotations().stream(),
                        methods(one, method, arity).flatMap(other -> other.getAnnotations().stream())))
                .map(Erasure::simpleName);
    }

    private static Stream<JavaType.Method> methods(JavaType.FullyQualified type, String name, int arity) {
        return type.getMethods().stream()
                .filter(method -> method.getName().equals(name)
                        && method.getParameterTypes().size() == arity);
    }

    private static boolean any(Set<String> simpleNames, List<JavaType.FullyQualified> annotations) {
        return annotations.stream().anyMatch(annotation -> is(simpleNames, annotation, new HashSet<>()));
    }

    private static boolean is(Set<String> simpleNames, JavaType.@Nullable FullyQualified annotation, Set<String> seen) {
        if (annotation == null || !seen.add(annotation.getFullyQualifiedName())) {
            return false;
        }
        return simpleNames.contains(Erasure.simpleName(annotation))
                || annotation.getAnnotations().stream().anyMatch(meta -> is(simpleNames, meta, seen));
    }
}
