// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Type;

/**
 * The {@code method} column of a table: {@code name} for all overloads, {@code name(Type,Type)} for one of them, with
 * simple type names, {@code *} for every instance method, in a user's row for every method. Alternatives stand between bars.
 */
record MethodPattern(String name, Optional<List<String>> parameters) {
    static final String ANY = "*";

    static List<MethodPattern> parse(String text) {
        List<MethodPattern> patterns = new ArrayList<>();
        for (String one : text.split("\\|")) {
            int open = one.indexOf('(');
            if (open < 0) {
                patterns.add(new MethodPattern(one.strip(), Optional.empty()));
            } else {
                String inner = one.substring(open + 1, one.length() - 1);
                List<String> types = inner.isBlank()
                        ? List.of()
                        : Arrays.stream(inner.split(",")).map(String::strip).toList();
                patterns.add(new MethodPattern(one.substring(0, open).strip(), Optional.of(types)));
            }
        }
        return patterns;
    }

    boolean isAny() {
        return name.equals(ANY);
    }

    boolean matches(List<String> simpleTypes) {
        return parameters.isEmpty() || parameters.get().equals(simpleTypes);
    }

    /** Simple names of the parameter types of {@code descriptor}. */
    static List<String> simpleTypes(String descriptor) {
        return Arrays.stream(Type.getArgumentTypes(descriptor))
                .map(type -> {
                    String name = type.getClassName();
                    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
                })
                .toList();
    }

    @Override
    public String toString() {
        return name
                + parameters.map(types -> "(" + String.join(",", types) + ")").orElse("");
    }
}
