// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

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
import org.openrewrite.java.tree.JavaType;

/** The table of blocking calls, asked by attributed method type. */
final class BlockingTable {
    private static final String FOLDER = "/dev/turnout/recipes/tables/";

    /** Calls that only may block, of kinds where that is no reason to leave the thread. */
    private static final Set<String> TOLERATED =
            Set.of("logging", "class-load", "entropy", "stdout", "dns", "naming", "parallel-stream", "lock", "spin");

    private static final Set<String> IN_MEMORY =
            Set.of("java.lang.AutoCloseable", "java.io.Closeable", "java.io.Flushable", "java.lang.Appendable");

    private final Map<String, List<Row>> blocking = new HashMap<>();
    private final List<Row> patterns = new ArrayList<>();
    private final Map<String, List<Row>> never = new HashMap<>();

    private BlockingTable() {}

    static BlockingTable load() {
        BlockingTable table = new BlockingTable();
        for (Row row : rows("blocking-apis.csv")) {
            if (row.maybe() && TOLERATED.contains(row.kind()) || IN_MEMORY.contains(row.owner())) {
                continue;
            }
            if (row.owner().contains("*")) {
                table.patterns.add(row);
            } else {
                table.blocking
                        .computeIfAbsent(row.owner(), key -> new ArrayList<>())
                        .add(row);
            }
        }
        for (Row row : rows("never-blocking.csv")) {
            table.never.computeIfAbsent(row.owner(), key -> new ArrayList<>()).add(row);
        }
        return table;
    }

    /** Whether a call of {@code method} on {@code receiver} is in the table. */
    boolean blocks(JavaType.Method method, JavaType.FullyQualified receiver) {
        List<String> parameters =
                method.getParameterTypes().stream().map(Erasure::simpleName).toList();
        String name = method.isConstructor() ? "<init>" : method.getName();
        Set<String> owners = Erasure.supertypes(receiver);
        if (owners.stream().anyMatch(owner -> matches(never.getOrDefault(owner, List.of()), name, parameters))) {
            return false;
        }
        for (String owner : method.isConstructor() ? Set.of(receiver.getFullyQualifiedName()) : owners) {
            if (matches(blocking.getOrDefault(owner, List.of()), name, parameters)) {
                return true;
            }
            for (Row row : patterns) {
                if (row.ownerMatches(owner) && row.methodMatches(name, parameters)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean matches(List<Row> rows, String name, List<String> parameters) {
        return rows.stream().anyMatch(row -> row.methodMatches(name, parameters));
    }

    private static List<Row> rows(String file) {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                BlockingTable.class.getResourceAsStream(FOLDER + file), StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                List<String> cells = cells(line);
                if (cells.size() >= 4) {
                    rows.add(new Row(
                            cells.get(0),
                            List.of(cells.get(1).split("\\|")),
                            cells.get(2),
                            cells.get(3).startsWith("may")));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private record Row(String owner, List<String> methods, String kind, boolean maybe) {
        boolean ownerMatches(String type) {
            String pattern = owner.replace(".", "\\.").replace("*", "[^.]*");
            return owner.startsWith("*") ? type.endsWith(owner.substring(1)) : type.matches(pattern);
        }

        boolean methodMatches(String name, List<String> parameters) {
            return methods.stream().anyMatch(method -> methodMatches(method, name, parameters));
        }

        private static boolean methodMatches(String method, String name, List<String> parameters) {
            int open = method.indexOf('(');
            if (open < 0) {
                return method.equals("*") ? !name.equals("<init>") : method.equals(name);
            }
            String types = method.substring(open + 1, method.length() - 1);
            List<String> wanted = types.isEmpty() ? List.of() : List.of(types.split(","));
            return method.substring(0, open).equals(name) && wanted.equals(parameters);
        }
    }
}
