// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a stack is kept. Where a scope is given, a stack ends a few frames outside of its outermost frame in that scope,
 * and threads lose their numbers: so that one place, met by a thousand tests on a thousand threads, is one hit.
 */
final class Cut {
    /** Names the file with the names of the classes in scope, in the process that is watched. */
    static final String SCOPE = "turnout.oracle.scope";

    /** Frames that say who runs the outermost one. */
    private static final int CALLERS = 12;

    private final Set<String> scope;

    private Cut(Set<String> scope) {
        this.scope = scope;
    }

    static Cut none() {
        return new Cut(Set.of());
    }

    static Cut to(Set<String> scope) {
        return new Cut(new HashSet<>(scope));
    }

    /** What the property says; without it nothing is cut. */
    static Cut ofThisProcess() {
        String file = System.getProperty(SCOPE, "");
        try {
            return file.isEmpty() ? none() : to(Set.copyOf(Files.readAllLines(Path.of(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isNone() {
        return scope.isEmpty();
    }

    /** What is kept of {@code stack}; nothing if it meets no class of the scope. */
    List<StackTraceElement> of(List<StackTraceElement> stack) {
        if (scope.isEmpty()) {
            return stack;
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (scope.contains(stack.get(i).getClassName())) {
                return stack.subList(0, Math.min(stack.size(), i + 1 + CALLERS));
            }
        }
        return List.of();
    }

    String thread(String name) {
        return scope.isEmpty() ? name : name.replaceAll("[0-9a-f]*[0-9]+[0-9a-f]*", "#");
    }
}
