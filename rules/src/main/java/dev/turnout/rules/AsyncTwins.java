// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.Type;

/** Knows calls beside which there is one that answers with a stage: the Async twin, or the async face of a client. */
final class AsyncTwins {
    private static final List<String> SILENT = List.of("java/lang/", "java/util/", "java/time/", "java/math/");

    private final Scope scope;
    private final Map<String, Boolean> known = new HashMap<>();
    private final Map<String, List<String>> faces = new HashMap<>();

    AsyncTwins(Scope scope) {
        this.scope = scope;
    }

    /** Whether {@code call} could have been made the async way, and {@code method} is not that way itself. */
    boolean isIgnoredBy(Method method, Call call) {
        if (call.name().startsWith("<")
                || SILENT.stream().anyMatch(call.owner()::startsWith)
                || call.owner().startsWith("[")
                || AsyncTypes.answersLater(scope.types, call.descriptor())
                || isTwinOf(method, call)) {
            return false;
        }
        return known.computeIfAbsent(call.owner() + "." + call.name() + call.descriptor(), key -> hasTwin(call));
    }

    private boolean hasTwin(Call call) {
        String parameters = call.descriptor().substring(0, call.descriptor().indexOf(')') + 1);
        String twin = call.name() + RuntimeTypes.TWIN_SUFFIX;
        return scope.types.has(call.owner(), twin, parameters, this::isStage)
                || faces(call.owner()).stream()
                        .anyMatch(face -> scope.types.has(face, call.name(), parameters, this::isStage));
    }

    private boolean isStage(Type type) {
        return AsyncTypes.isPromise(scope.types, type);
    }

    private static boolean isTwinOf(Method method, Call call) {
        return method.displayName().equals(call.name() + RuntimeTypes.TWIN_SUFFIX)
                || method.displayName().equals(call.name());
    }

    /** Types that are named as the async face of {@code owner} and exist; not for types of the scope. */
    private List<String> faces(String owner) {
        return faces.computeIfAbsent(owner, type -> {
            int start = type.lastIndexOf('/') + 1;
            String pkg = type.substring(0, start);
            String name = type.substring(start);
            return Stream.of(
                            pkg + name + "Async",
                            pkg + "Async" + name,
                            pkg + name.replaceFirst("Client$", "AsyncClient"),
                            pkg.replace("/sync/", "/async/") + name.replaceFirst("Commands$", "AsyncCommands"))
                    .filter(candidate -> !candidate.equals(type))
                    .filter(scope.types::exists)
                    .toList();
        });
    }
}
