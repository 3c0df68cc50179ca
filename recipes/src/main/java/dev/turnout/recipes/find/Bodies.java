// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.JavaType;

/** What stands in the project for methods of a type, be it one of the project or of a library. */
final class Bodies {
    private static final String FUNCTION = "->";
    private static final int ANY = -1;

    private final Map<String, List<Body>> named = new HashMap<>();
    private final Map<String, List<MethodInfo>> callbacks = new HashMap<>();

    /** Notes a method of a class that has no name. */
    void add(Set<String> above, MethodInfo method) {
        put(key(method.name(), method.arity()), new Body(above, method, true));
    }

    /** Notes a method of a class of the project. */
    void addNamed(MethodInfo method) {
        if (!method.isStatic() && !method.isPrivate() && method.declaration().getBody() != null) {
            put(key(method.name(), method.arity()), new Body(method.owner().supertypes(), method, false));
        }
    }

    /** Notes a lambda or a reference, of which the number of parameters is not known. */
    void addFunction(Set<String> above, int arity, MethodInfo method) {
        put(key(FUNCTION, arity), new Body(above, method, true));
    }

    /** Lambdas and methods of classes without a name that a call of {@code name} on {@code type} may reach. */
    List<MethodInfo> hidden(String type, JavaType.Method called) {
        return of(type, called, Body::hidden);
    }

    /** All that a call of a method on a type of a library may reach. */
    List<MethodInfo> of(String type, JavaType.Method called) {
        return of(type, called, body -> true);
    }

    private List<MethodInfo> of(String type, JavaType.Method called, Predicate<Body> wanted) {
        if (called.isConstructor() || called.hasFlags(Flag.Static)) {
            return List.of();
        }
        int arity = called.getParameterTypes().size();
        List<MethodInfo> found = new ArrayList<>(find(key(called.getName(), arity), type, wanted));
        if (!called.hasFlags(Flag.Default) && !Callback.OF_OBJECT.contains(called.getName())) {
            found.addAll(find(key(FUNCTION, arity), type, wanted));
            found.addAll(find(key(FUNCTION, ANY), type, wanted));
        }
        return found;
    }

    /** What a library may call back of an object that is known to it as one of {@code type}. */
    List<MethodInfo> callbacks(String type, Callback callback) {
        return callbacks.computeIfAbsent(callback + " " + type, key -> {
            Set<MethodInfo> found = new LinkedHashSet<>();
            named.forEach((name, bodies) -> {
                if (callback.isCalled(name, type)) {
                    bodies.stream()
                            .filter(body -> body.above().contains(type))
                            .forEach(body -> found.add(body.method()));
                }
            });
            return List.copyOf(found);
        });
    }

    private List<MethodInfo> find(String key, String type, Predicate<Body> wanted) {
        return named.getOrDefault(key, List.of()).stream()
                .filter(body -> body.above().contains(type) && wanted.test(body))
                .map(Body::method)
                .toList();
    }

    private void put(String key, Body body) {
        named.computeIfAbsent(key, unused -> new ArrayList<>()).add(body);
        callbacks.clear();
    }

    private static String key(String name, int arity) {
        return name + "/" + arity;
    }

    private record Body(Set<String> above, MethodInfo method, boolean hidden) {}
}
