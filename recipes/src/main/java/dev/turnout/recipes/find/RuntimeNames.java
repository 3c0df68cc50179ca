// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Whether a simple name that rewritten code uses means something else where it would stand. */
final class RuntimeNames {
    private RuntimeNames() {}

    /** Whether the imports that the new code and its facade need would take a name away, or mean something else. */
    static boolean areTaken(Project project, MethodInfo method, Composed composed) {
        Set<String> needed = new HashSet<>(composed.imports());
        needed.add(RuntimeTypes.FACADE);
        needed.add(RuntimeTypes.ASYNC_TASK);
        needed.removeIf(name -> name.startsWith("static "));
        return needed.stream().anyMatch(name -> isTaken(project, method, name));
    }

    private static boolean isTaken(Project project, MethodInfo method, String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        boolean imported = method.unit().getImports().stream()
                .anyMatch(one -> !one.isStatic()
                        && one.getClassName().equals(simple)
                        && !one.getTypeName().equals(name));
        return imported || isUsed(project, method.unit(), simple, name) || isMember(project, method.type(), simple);
    }

    /** Whether the file means another type by the name, imported by a star, inherited, or of its own package. */
    private static boolean isUsed(Project project, J.CompilationUnit unit, String simple, String name) {
        return project.typesIn(unit).getOrDefault(simple, Set.of()).stream().anyMatch(type -> !type.equals(name));
    }

    /** The types that the file names, by their simple names. */
    static Map<String, Set<String>> typesIn(J.CompilationUnit unit) {
        Map<String, Set<String>> types = new HashMap<>();
        new JavaIsoVisitor<Integer>() {
            @Override
            public J.Identifier visitIdentifier(J.Identifier identifier, Integer p) {
                JavaType.FullyQualified type = TypeUtils.asFullyQualified(identifier.getType());
                if (identifier.getFieldType() == null && type != null) {
                    add(identifier.getSimpleName(), type.getFullyQualifiedName());
                }
                return identifier;
            }

            @Override
            public J.ClassDeclaration visitClassDeclaration(J.ClassDeclaration declaration, Integer p) {
                add(declaration.getSimpleName(), "");
                return super.visitClassDeclaration(declaration, p);
            }

            private void add(String simple, String name) {
                types.computeIfAbsent(simple, key -> new HashSet<>()).add(name);
            }
        }.visit(unit, 0);
        return types;
    }

    /** Whether a class of that name is a member of the class, of one around it, or of one above one of these. */
    private static boolean isMember(Project project, JavaType.FullyQualified type, String simple) {
        for (JavaType.FullyQualified at = type; at != null; at = at.getOwningClass()) {
            if (Erasure.supertypes(at).stream().anyMatch(above -> project.hasClass(above + "$" + simple))) {
                return true;
            }
        }
        return false;
    }
}
