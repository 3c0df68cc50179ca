// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.JavaType;

/**
 * Handlers of job requests. JobRunr names the class that the request names, which may inherit its method, and the class
 * of the request.
 */
final class Handlers {
    private final Project project;

    Handlers(Project project) {
        this.project = project;
    }

    /** The method that runs a request of this handler, if it is in the project; by its address. */
    Optional<Map.Entry<String, MethodInfo>> task(ClassInfo handler) {
        if (handler.isInterface()
                || handler.isAbstract()
                || !handler.supertypes().contains(Jobs.HANDLER)) {
            return Optional.empty();
        }
        return run(handler)
                .map(method -> Map.entry(
                        method.owner() == handler
                                ? method.address()
                                : handler.name() + "#run(" + Erasure.binaryName(request(handler.type(), Map.of()))
                                        + ")",
                        method));
    }

    private Optional<MethodInfo> run(ClassInfo handler) {
        return Erasure.hierarchy(handler.type()).stream()
                .flatMap(type -> project.classNamed(type.getFullyQualifiedName()).stream())
                .flatMap(info -> info.methods().stream())
                .filter(method -> method.name().equals("run")
                        && method.arity() == 1
                        && method.declaration().getBody() != null)
                .findFirst();
    }

    /** The type of the requests, with the variables of classes between replaced by what stands for them. */
    private static @Nullable JavaType request(JavaType.FullyQualified type, Map<String, JavaType> known) {
        List<JavaType.FullyQualified> above = new ArrayList<>(type.getInterfaces());
        if (type.getSupertype() != null) {
            above.add(type.getSupertype());
        }
        for (JavaType.FullyQualified one : above) {
            if (!(one instanceof JavaType.Parameterized parameterized)) {
                JavaType found = request(one, Map.of());
                if (found != null) {
                    return found;
                }
                continue;
            }
            List<JavaType> given = parameterized.getTypeParameters().stream()
                    .map(argument -> argument instanceof JavaType.GenericTypeVariable variable
                            ? known.getOrDefault(variable.getName(), argument)
                            : argument)
                    .toList();
            if (one.getFullyQualifiedName().equals(Jobs.HANDLER)) {
                return given.get(0);
            }
            JavaType found = request(one, named(parameterized, given));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Map<String, JavaType> named(JavaType.Parameterized type, List<JavaType> given) {
        Map<String, JavaType> names = new HashMap<>();
        List<JavaType> declared = type.getType().getTypeParameters();
        for (int i = 0; i < Math.min(declared.size(), given.size()); i++) {
            if (declared.get(i) instanceof JavaType.GenericTypeVariable variable) {
                names.put(variable.getName(), given.get(i));
            }
        }
        return names;
    }
}
