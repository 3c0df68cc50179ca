// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Set;
import java.util.stream.Stream;

/** A value on the stack of a method body: all places that it may come from. */
record Value(Set<Source> sources) {
    static final Value UNKNOWN = new Value(Set.of());

    Value {
        sources = Set.copyOf(sources);
    }

    <S extends Source> Stream<S> all(Class<S> kind) {
        return sources.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Whether there is a source and each one is among {@code others}. */
    boolean within(Set<Source> others) {
        return !sources.isEmpty() && others.containsAll(sources);
    }
}
