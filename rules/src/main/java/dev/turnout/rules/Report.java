// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;

/**
 * What a check found.
 *
 * @param violations findings, by entry, then place
 * @param counts what was looked at
 * @param tasks the tasks in scope, by address
 */
public record Report(List<Violation> violations, Counts counts, List<Task> tasks) {
    public Report {
        violations = List.copyOf(violations);
        tasks = List.copyOf(tasks);
    }

    /** The findings that fail a check: errors that are at least likely. */
    public List<Violation> failures() {
        return violations.stream().filter(Violation::fails).toList();
    }

    /** Whether nothing fails. */
    public boolean passes() {
        return failures().isEmpty();
    }
}
