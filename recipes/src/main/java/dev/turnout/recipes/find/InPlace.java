// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.Set;
import org.openrewrite.java.tree.J;

/** Calls of libraries that run the function they are given before they return, and only then. */
final class InPlace {
    private static final Set<String> OWNERS = Set.of(
            "java.util.Optional",
            "java.util.OptionalInt",
            "java.util.OptionalLong",
            "java.lang.Iterable",
            "java.util.Map",
            "java.util.stream.BaseStream");

    private InPlace() {}

    static boolean runs(J.MethodInvocation call) {
        return call.getMethodType() != null
                && Erasure.supertypes(call.getMethodType().getDeclaringType()).stream()
                        .anyMatch(OWNERS::contains);
    }
}
