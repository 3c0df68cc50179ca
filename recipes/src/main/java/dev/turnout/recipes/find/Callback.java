// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

import java.util.List;
import java.util.Set;

/** Methods that the platform and libraries call on objects that they are given, with the reason that each stands for. */
enum Callback {
    TOSTRING(Reason.TOSTRING, "toString/0"),
    EQUALS_HASHCODE(Reason.EQUALS_HASHCODE, "equals/1", "hashCode/0"),
    COMPARATOR(Reason.COMPARATOR, "compareTo/1", "compare/2"),
    ITERATOR(Reason.ITERATOR, "iterator/0", "hasNext/0", "next/0", "spliterator/0"),
    CLOSE(Reason.CLOSE, "close/0"),
    FINALIZER(Reason.FINALIZER, "finalize/0"),
    FUNCTION(
            Reason.UNKNOWN_HOF,
            "run/0",
            "call/0",
            "get/0",
            "apply/1",
            "apply/2",
            "accept/1",
            "accept/2",
            "test/1",
            "test/2");

    private static final String COMPARISON = "java.util.Comparator";

    /** Methods that every object has, and that no lambda stands for. */
    static final Set<String> OF_OBJECT = Set.of("toString", "equals", "hashCode", "finalize", "getClass");

    private final Reason reason;
    private final List<String> methods;

    Callback(Reason reason, String... methods) {
        this.reason = reason;
        this.methods = List.of(methods);
    }

    Reason reason() {
        return reason;
    }

    /** Whether {@code method}, as name and number of parameters, is one of these; {@code ->} names a function. */
    boolean isCalled(String method, String type) {
        if (method.startsWith("->")) {
            return this == (type.equals(COMPARISON) ? COMPARATOR : FUNCTION);
        }
        return methods.contains(method);
    }

    /** The reason for a method that the platform calls, or that of one that a library may call. */
    static Reason reasonOf(MethodInfo method) {
        String key = method.name() + "/" + method.arity();
        for (Callback callback : values()) {
            if (callback != FUNCTION && callback.methods.contains(key)) {
                return callback.reason;
            }
        }
        return Reason.OVERRIDES_BINARY;
    }
}
