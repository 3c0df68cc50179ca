// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of {@code blocking-apis.csv}, as rules of ArchUnit would ask for them: the owner is a type or a subtype of it. */
final class BlockingTable {
    /** The rules for these are off. */
    private static final Set<String> OFF = Set.of("logging", "stdout");

    private final Map<String, List<Row>> byMethod = new HashMap<>();

    BlockingTable() {
        List<String> columns = List.of("owner_class", "method", "kind");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                BlockingTable.class.getResourceAsStream("/dev/turnout/rules/blocking-apis.csv"),
                StandardCharsets.UTF_8))) {
            for (Map<String, String> row : Sheet.parse(
                            "blocking-apis.csv", lines.lines().toList(), columns)
                    .rows()) {
                for (String method : row.get("method").split("\\|")) {
                    add(row.get("owner_class"), method.strip(), row.get("kind"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String owner, String method, String kind) {
        int open = method.indexOf('(');
        if (!OFF.contains(kind)) {
            byMethod.computeIfAbsent(open < 0 ? method : method.substring(0, open), m -> new ArrayList<>())
                    .add(new Row(owner, open < 0 ? "" : method.substring(open)));
        }
    }

    boolean has(CodeUnitAccessTarget target) {
        return any(target.getName(), target) || (!target.getName().equals("<init>") && any("*", target));
    }

    private boolean any(String name, CodeUnitAccessTarget target) {
        return byMethod.getOrDefault(name, List.of()).stream()
                .anyMatch(row -> row.takes(target) && row.owns(target.getOwner()));
    }

    private record Row(String owner, String parameters) {
        boolean takes(CodeUnitAccessTarget target) {
            return parameters.isEmpty()
                    || parameters
                            .replace(" ", "")
                            .equals(target.getRawParameterTypes().stream()
                                    .map(JavaClass::getSimpleName)
                                    .collect(Collectors.joining(",", "(", ")")));
        }

        boolean owns(JavaClass type) {
            if (owner.startsWith("annotated:")) {
                return type.isAnnotatedWith(owner.substring("annotated:".length()));
            }
            if (!owner.contains("*")) {
                return type.isAssignableTo(owner);
            }
            String pattern = owner.replace(".", "\\.").replace("*", "[^.]*");
            return type.getName().matches(owner.startsWith("*") ? ".*" + pattern : pattern)
                    || type.getAllRawSuperclasses().stream()
                            .anyMatch(c -> c.getName().matches(pattern));
        }
    }
}
