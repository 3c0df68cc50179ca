// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows found by the type of the receiver: the nearest type in the hierarchy that has a row for the method wins, on one
 * type what has precedence before the rest, and the overload before the name before {@code *}.
 *
 * <p>Owners are binary names, or patterns: {@code pkg.*}, {@code *Suffix}, {@code annotated:pkg.Annotation}.
 */
final class TypeTable<R> {
    private final Map<String, List<R>> exact = new HashMap<>();
    private final List<Pair<R>> patterns = new ArrayList<>();
    private final List<Pair<R>> annotated = new ArrayList<>();
    private final Function<R, MethodPattern> methodOf;
    private final Predicate<R> hasPrecedence;
    private final Map<String, List<List<R>>> byType = new HashMap<>();
    private final Map<String, List<R>> ownRows = new HashMap<>();

    TypeTable(Function<R, MethodPattern> methodOf, Predicate<R> hasPrecedence) {
        this.methodOf = methodOf;
        this.hasPrecedence = hasPrecedence;
    }

    void add(String owner, R row) {
        if (owner.startsWith("annotated:")) {
            annotated.add(new Pair<>(Pattern.compile(Pattern.quote(owner.substring("annotated:".length()))), row));
        } else if (owner.contains("*")) {
            String[] parts = owner.split("\\*", -1);
            StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
            for (int i = 1; i < parts.length; i++) {
                regex.append(parts[0].isEmpty() ? ".*" : "[^.]*").append(Pattern.quote(parts[i]));
            }
            patterns.add(new Pair<>(Pattern.compile(regex.toString()), row));
        } else {
            exact.computeIfAbsent(owner, o -> new ArrayList<>()).add(row);
        }
    }

    /** Adds {@code row}, or puts in its place what {@code merge} makes of it and a row that is there. */
    void addOrMerge(String owner, R row, BiFunction<R, R, Optional<R>> merge) {
        List<R> rows = exact.computeIfAbsent(owner, o -> new ArrayList<>());
        for (int i = 0; i < rows.size(); i++) {
            Optional<R> merged = merge.apply(rows.get(i), row);
            if (merged.isPresent()) {
                rows.set(i, merged.get());
                return;
            }
        }
        rows.add(row);
    }

    /** The row for a call on static type {@code owner}, an internal name. */
    Optional<R> find(Types types, String owner, String name, String descriptor, boolean instance) {
        List<String> simpleTypes = null;
        types.superTypes(owner); // so that what is missing is noted by each that asks
        for (List<R> rows : byType.computeIfAbsent(owner, o -> rowsOf(types, o))) {
            R best = null;
            for (R row : rows) {
                MethodPattern method = methodOf.apply(row);
                if (method.isAny()) {
                    boolean speaks = instance || hasPrecedence.test(row);
                    if (isBetter(row, best) && speaks && !Types.isObjectMethod(name, descriptor)) {
                        best = row;
                    }
                } else if (method.name().equals(name)) {
                    if (simpleTypes == null) {
                        simpleTypes = MethodPattern.simpleTypes(descriptor);
                    }
                    if (method.matches(simpleTypes) && isBetter(row, best)) {
                        best = row;
                    }
                }
            }
            if (best != null) {
                return Optional.of(best);
            }
        }
        return Optional.empty();
    }

    /** Whether {@code owner} itself has a row for that method. */
    boolean hasOwn(String owner, String name, String descriptor) {
        return exact.getOrDefault(owner.replace('/', '.'), List.of()).stream()
                .map(methodOf)
                .anyMatch(m -> m.name().equals(name) && m.matches(MethodPattern.simpleTypes(descriptor)));
    }

    private boolean isBetter(R row, @Nullable R best) {
        return best == null || rank(best) < rank(row);
    }

    private int rank(R row) {
        MethodPattern method = methodOf.apply(row);
        int exactness = method.isAny() ? 0 : method.parameters().isPresent() ? 2 : 1;
        return hasPrecedence.test(row) ? exactness + 3 : exactness;
    }

    private List<List<R>> rowsOf(Types types, String owner) {
        List<List<R>> levels = new ArrayList<>();
        for (String type : types.superTypes(owner)) {
            List<R> rows = ownRows.computeIfAbsent(type, t -> ownRowsOf(types, t));
            if (!rows.isEmpty()) {
                levels.add(rows);
            }
        }
        return levels;
    }

    private List<R> ownRowsOf(Types types, String type) {
        String binary = type.replace('/', '.');
        List<R> rows = new ArrayList<>(exact.getOrDefault(binary, List.of()));
        patterns.stream().filter(p -> p.pattern().matcher(binary).matches()).forEach(p -> rows.add(p.row()));
        for (Pair<R> p : annotated) {
            if (types.annotations(type).stream()
                    .anyMatch(a -> p.pattern().matcher(a).matches())) {
                rows.add(p.row());
            }
        }
        return rows;
    }

    private record Pair<R>(Pattern pattern, R row) {}
}
