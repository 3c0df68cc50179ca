// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What a check found.
 *
 * @param violations findings, by entry, then place
 * @param counts what was looked at
 * @param tasks the tasks in scope, by address
 * @param places every method that was looked at, as {@link KnownFinding#place()} has it
 */
public record Report(List<Violation> violations, Counts counts, List<Task> tasks, Set<String> places) {
    public Report {
        violations = List.copyOf(violations);
        tasks = List.copyOf(tasks);
        places = Set.copyOf(places);
    }

    /** The findings that fail a check: errors that are at least likely. */
    public List<Violation> failures() {
        return violations.stream().filter(Violation::fails).toList();
    }

    /** The same report without {@code known}. */
    Report without(Collection<Violation> known) {
        Set<Violation> out = Collections.newSetFromMap(new IdentityHashMap<>()); // two on one line may be equal
        out.addAll(known);
        List<Violation> others =
                violations.stream().filter(v -> !out.contains(v)).toList();
        List<Task> recounted = tasks.stream()
                .map(task -> new Task(task.address(), task.lane(), task.foundBy(), (int) others.stream()
                        .filter(v -> v.fails() && v.entry().equals(task.address()))
                        .count()))
                .toList();
        return new Report(others, counts, recounted, places);
    }

    /** Whether nothing fails. */
    public boolean passes() {
        return failures().isEmpty();
    }
}
